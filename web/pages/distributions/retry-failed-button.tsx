import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { useFormat } from '../../texts/use-format';
import type { Distribution } from './distribution-page';

/** Takes the rows that failed, and were not charged, into a draft to be mended and sent. */
export function RetryFailedButton({ distribution }: { distribution: Distribution }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const router = useRouter();
  const { id, counts } = distribution;
  const count = counts.failed ?? 0;
  const retry = useMutation(
    trpc.distributions.retryFailed.mutationOptions({
      onSuccess: (draft) => router.history.push(`/send/bulk/${draft.id}`),
    }),
  );
  return (
    <ConfirmButton
      variant="default"
      label={t('distribution.retryFailed')}
      sentence={t('distribution.retryFailedSentence', { count, number: number(count) })}
      isOffered={count > 0}
      onConfirm={() => retry.mutateAsync({ id })}
    />
  );
}
