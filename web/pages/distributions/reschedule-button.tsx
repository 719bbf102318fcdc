import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { useFormat } from '../../texts/use-format';
import type { Distribution } from './distribution-page';
import { asSeen, isWaiting, usePlanChange } from './use-plan-change';
import { instantOf, tomorrowMorning, wallTimeOf } from '../../design/zoned-time';
import { ZonedTimeInput } from '../../design/zoned-time-input';

/** Gives a send that waits another time. */
export function RescheduleButton({ distribution }: { distribution: Distribution }) {
  const { t } = useTranslation();
  const { time, timeZone } = useFormat();
  const { id, status, sendAt } = distribution;
  const change = usePlanChange(id, t('distribution.rescheduleDone'));
  const reschedule = useMutation(trpc.distributions.reschedule.mutationOptions(change));
  const [chosen, setChosen] = useState(() =>
    sendAt === null ? tomorrowMorning(timeZone) : wallTimeOf(new Date(sendAt), timeZone),
  );
  const at = instantOf(chosen, timeZone);
  return (
    <ConfirmButton
      variant="default"
      label={t('distribution.reschedule')}
      sentence={
        sendAt === null
          ? t(
              status === 'awaiting_approval'
                ? 'approval.rescheduleFrom'
                : 'distribution.rescheduleFrom',
            )
          : t('distribution.rescheduleSentence', { time: time(sendAt) })
      }
      isOffered={isWaiting(status)}
      isReady={at !== undefined}
      onConfirm={() =>
        reschedule.mutateAsync({
          id,
          sendAt: `${chosen.day}T${chosen.time}`,
          timeZone,
          ...asSeen(distribution),
        })
      }
    >
      <ZonedTimeInput
        value={chosen}
        onChange={setChosen}
        error={at === undefined ? t('zonedTime.over') : undefined}
      />
    </ConfirmButton>
  );
}
