import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { usePointsText } from '../../design/points';
import { useFormat } from '../../texts/use-format';
import { chargedOf } from './charged-of';
import type { Distribution } from './distribution-page';
import { asSeen, isWaiting, usePlanChange } from './use-plan-change';

/** Sends at once what waits for its time. */
export function SendNowButton({ distribution }: { distribution: Distribution }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const { time } = useFormat();
  const { id, status, points, held, sendAt } = distribution;
  const change = usePlanChange(id, t('distribution.sendNowDone'));
  const sendNow = useMutation(trpc.distributions.sendNow.mutationOptions(change));
  const instead = t('distribution.sendNowSentence', {
    count: chargedOf(distribution),
    points: pointsText(points),
    time: sendAt === null ? '' : time(sendAt),
  });
  const reason =
    status === 'awaiting_funds'
      ? t('distribution.waitsForFunds')
      : status === 'awaiting_approval'
        ? t('approval.waits')
        : undefined;
  return (
    <ConfirmButton
      label={t('distribution.sendNow')}
      sentence={held ? instead : `${instead} ${t('distribution.takenNow')}`}
      isOffered={isWaiting(status)}
      disabledReason={reason}
      onConfirm={() => sendNow.mutateAsync({ id, ...asSeen(distribution) })}
    />
  );
}
