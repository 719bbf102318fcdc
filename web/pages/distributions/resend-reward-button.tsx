import { Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useIntentKey } from '../../client/intent-key';
import { client as api, type Inputs, trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { useToast } from '../../design/use-toast';
import type { RewardStatus } from '../../../domain/states';
import { ResendTimeInput, useResendTime } from './resend-form';
import type { RewardWithTimeline } from './reward-page';

/** Mails one reward once more, now or at a time. */
export function ResendRewardButton({ reward }: { reward: RewardWithTimeline }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const toast = useToast();
  const when = useResendTime();
  const { id, distributionId, email, status } = reward;
  const readAgain = () =>
    Promise.all([
      client.invalidateQueries(trpc.rewards.get.queryFilter({ id })),
      client.invalidateQueries(trpc.distributions.resends.queryFilter({ id: distributionId })),
      client.invalidateQueries(trpc.distributions.get.queryFilter({ id: distributionId })),
    ]);
  const intent = useIntentKey(`resend/${id}`);
  const resend = useMutation({
    mutationFn: (input: Inputs['rewards']['resend']) => {
      const context = { idempotencyKey: intent.keyOf(input) };
      return api.rewards.resend.mutate(input, { context });
    },
    onSuccess: () => {
      intent.forget();
      toast(t(when.at === undefined ? 'reward.resendDone' : 'reward.resendPlanned'));
      return readAgain();
    },
    onError: readAgain,
  });
  return (
    <ConfirmButton
      label={t('reward.resend')}
      sentence={t('reward.resendSentence', { email })}
      disabledReason={isMailable(status) ? undefined : t(`reward.noResend.${status}`)}
      isReady={when.isReady}
      onConfirm={() => resend.mutateAsync({ id, ...(when.at !== undefined && { at: when.at }) })}
    >
      <ResendTimeInput when={when} />
      <Text size="sm" c="dimmed">
        {t('resend.limit')}
      </Text>
    </ConfirmButton>
  );
}

type Mailable = 'delivered' | 'email_failed' | 'awaiting_registration';

/** As db/resends.ts decides. */
function isMailable(status: RewardStatus): status is Mailable {
  return ['delivered', 'email_failed', 'awaiting_registration'].includes(status);
}
