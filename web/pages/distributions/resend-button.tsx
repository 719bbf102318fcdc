import { Radio, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIntentKey } from '../../client/intent-key';
import { client as api, type Inputs, trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { useToast } from '../../design/use-toast';
import { useFormat } from '../../texts/use-format';
import type { Distribution } from './distribution-page';
import { ResendTimeInput, useResendTime } from './resend-form';

type Reward = Distribution['rewards'][number];

/** Mails a send once more: to all who had their mail, or where it failed. Points do not move. */
export function ResendButton({ distribution }: { distribution: Distribution }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { id, rewards, counts, startedAt, status } = distribution;
  const failed = rewards.filter(isMailFailed).map((reward) => reward.id);
  const all =
    (counts.delivered ?? 0) + (counts.email_failed ?? 0) + (counts.awaiting_registration ?? 0);
  const [who, setWho] = useState<'all' | 'failed'>('failed');
  const when = useResendTime();
  const resend = useResend(id);
  const isOnlyFailed = who === 'failed' && failed.length > 0;
  const count = isOnlyFailed ? failed.length : all;
  return (
    <ConfirmButton
      variant="default"
      label={t('resend.title')}
      sentence={t('resend.sentence', { count, number: number(count) })}
      isOffered={startedAt !== null && status !== 'cancelled'}
      disabledReason={all === 0 ? t('resend.nothing') : undefined}
      isReady={when.isReady}
      onConfirm={() =>
        resend.mutateAsync({
          id,
          ...(isOnlyFailed && { rewardIds: failed }),
          ...(when.at !== undefined && { at: when.at }),
        })
      }
    >
      <Stack>
        {failed.length > 0 && (
          <Radio.Group
            label={t('resend.who')}
            value={who}
            onChange={(value) => setWho(value === 'failed' ? 'failed' : 'all')}
          >
            <Stack gap={6} mt={6}>
              <Radio
                value="failed"
                label={t('resend.failed', { count: failed.length, number: number(failed.length) })}
              />
              <Radio value="all" label={t('resend.all', { count: all, number: number(all) })} />
            </Stack>
          </Radio.Group>
        )}
        <ResendTimeInput when={when} />
      </Stack>
    </ConfirmButton>
  );
}

/** Its mail was refused or given up: of a reward that is credited, or of an invitation. */
function isMailFailed({ status, reason }: Reward): boolean {
  if (status === 'email_failed') return true;
  return status === 'awaiting_registration' && reason !== undefined;
}

function useResend(id: string) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const client = useQueryClient();
  const toast = useToast();
  const intent = useIntentKey(`resend/${id}`);
  return useMutation({
    mutationFn: (input: Inputs['distributions']['resend']) => {
      const context = { idempotencyKey: intent.keyOf(input) };
      return api.distributions.resend.mutate(input, { context });
    },
    onSuccess: ({ resends, issues }) => {
      intent.forget();
      const limited = issues.filter(({ code }) => code === 'rate_limited').length;
      const say = (what: 'done' | 'limited' | 'unmailable', count: number) =>
        count === 0 ? [] : [t(`resend.${what}`, { count, number: number(count) })];
      const said = [
        ...say('done', resends.length),
        ...say('limited', limited),
        ...say('unmailable', issues.length - limited),
      ];
      toast(said.join(' '));
      return Promise.all([
        client.invalidateQueries(trpc.distributions.resends.queryFilter({ id })),
        client.invalidateQueries(trpc.distributions.get.queryFilter({ id })),
      ]);
    },
    onError: () => client.invalidateQueries(trpc.distributions.get.queryFilter({ id })),
  });
}
