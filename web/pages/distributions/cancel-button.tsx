import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { usePointsText } from '../../design/points';
import { useToast } from '../../design/use-toast';
import { distributionStatusesBefore, type DistributionStatus } from '../../../domain/states';
import type { Distribution } from './distribution-page';

/** Cancels a send that waits; of one that has gone out it says where to turn instead. */
export function CancelButton({ distribution }: { distribution: Distribution }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const client = useQueryClient();
  const toast = useToast();
  const { data: me } = useQuery(trpc.auth.whoAmI.queryOptions());
  const { id, status, points, recipients: count, held } = distribution;
  const cancel = useMutation(
    trpc.distributions.cancel.mutationOptions({
      onSuccess: (cancelled) => {
        client.setQueryData(trpc.distributions.get.queryKey({ id }), cancelled);
        toast(t('distribution.cancelDone'));
        return client.invalidateQueries(trpc.distributions.list.pathFilter());
      },
    }),
  );
  if (status === 'cancelled' || status === 'rejected') return null;
  const disabledReason = isViewer(me?.role)
    ? t('distribution.cancelForbidden')
    : isCancellable(status)
      ? undefined
      : t('distribution.cancelTooLate');
  return (
    <ConfirmButton
      variant="default"
      label={t('distribution.cancel')}
      confirmLabel={t('distribution.cancelConfirm')}
      sentence={t(held ? 'distribution.cancelHeld' : 'distribution.cancelNotHeld', {
        count,
        points: pointsText(points),
      })}
      disabledReason={disabledReason}
      isDangerous
      onConfirm={() => cancel.mutateAsync({ id })}
    />
  );
}

function isCancellable(status: DistributionStatus): boolean {
  return distributionStatusesBefore('cancelled').includes(status);
}

function isViewer(role: string | undefined): boolean {
  return role === 'viewer' || role === 'finance';
}
