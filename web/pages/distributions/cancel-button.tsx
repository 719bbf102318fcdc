import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { usePointsText } from '../../design/points';
import { distributionStatusesBefore, type DistributionStatus } from '../../../domain/states';
import { chargedOf } from './charged-of';
import type { Distribution } from './distribution-page';
import { asSeen, usePlanChange } from './use-plan-change';

/** Cancels a send that waits; of one that has gone out it says where to turn instead. */
export function CancelButton({ distribution }: { distribution: Distribution }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const { id, status, points, held } = distribution;
  const change = usePlanChange(id, t('distribution.cancelDone'));
  const cancel = useMutation(trpc.distributions.cancel.mutationOptions(change));
  return (
    <ConfirmButton
      variant="default"
      label={t('distribution.cancel')}
      confirmLabel={t('distribution.cancelConfirm')}
      sentence={t(held ? 'distribution.cancelHeld' : 'distribution.cancelNotHeld', {
        count: chargedOf(distribution),
        points: pointsText(points),
      })}
      isOffered={status !== 'cancelled' && status !== 'rejected'}
      disabledReason={isCancellable(status) ? undefined : t('distribution.cancelTooLate')}
      isDangerous
      onConfirm={() => cancel.mutateAsync({ id, ...asSeen(distribution) })}
    />
  );
}

function isCancellable(status: DistributionStatus): boolean {
  return distributionStatusesBefore('cancelled').includes(status);
}
