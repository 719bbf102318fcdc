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
  const { time, calendarDay, timeZone } = useFormat();
  const { id, status, sendAt, sendOnMorning } = distribution;
  const change = usePlanChange(id, t('distribution.rescheduleDone'));
  const reschedule = useMutation(trpc.distributions.reschedule.mutationOptions(change));
  const [chosen, setChosen] = useState(() =>
    // The first of many mornings is no time for all of them.
    sendAt === null || sendOnMorning !== null
      ? tomorrowMorning(timeZone)
      : wallTimeOf(new Date(sendAt), timeZone),
  );
  const at = instantOf(chosen, timeZone);
  const sentenceOf = () => {
    if (sendOnMorning !== null) {
      return t('distribution.rescheduleMorning', { day: calendarDay(sendOnMorning) });
    }
    if (sendAt !== null) return t('distribution.rescheduleSentence', { time: time(sendAt) });
    const isAsked = status === 'awaiting_approval';
    return t(isAsked ? 'approval.rescheduleFrom' : 'distribution.rescheduleFrom');
  };
  return (
    <ConfirmButton
      variant="default"
      label={t('distribution.reschedule')}
      sentence={sentenceOf()}
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
