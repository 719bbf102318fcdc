import { Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { Panel } from '../../design/panel';
import { useToast } from '../../design/use-toast';
import { When } from '../../design/when';
import { useMay } from '../../shell/navigation';
import { useFormat } from '../../texts/use-format';
import type { RewardWithTimeline } from './reward-page';

/** The mails about one reward that are to go out once more, each of which can be cancelled. */
export function RewardResends({ reward }: { reward: RewardWithTimeline }) {
  const { t } = useTranslation();
  const { scheduledResends } = reward;
  if (scheduledResends.length === 0) return null;
  return (
    <Panel p="lg" mb="lg">
      <Title order={2} mb="md">
        {t('resend.scheduled')}
      </Title>
      <Stack gap="sm">
        {scheduledResends.map((resend) => (
          <ScheduledResend key={resend.id} reward={reward} resend={resend} />
        ))}
      </Stack>
    </Panel>
  );
}

interface ScheduledResendProps {
  reward: RewardWithTimeline;
  resend: RewardWithTimeline['scheduledResends'][number];
}

function ScheduledResend({ reward, resend }: ScheduledResendProps) {
  const { t } = useTranslation();
  const { time } = useFormat();
  const client = useQueryClient();
  const toast = useToast();
  const maySend = useMay('distributions.send');
  const { id, distributionId } = reward;
  const cancel = useMutation(
    trpc.resends.cancel.mutationOptions({
      onSuccess: () => toast(t('reward.resendCancelled')),
      onSettled: () =>
        Promise.all([
          client.invalidateQueries(trpc.rewards.get.queryFilter({ id })),
          client.invalidateQueries(trpc.distributions.resends.queryFilter({ id: distributionId })),
        ]),
    }),
  );
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm">
        <When at={resend.sendAt} />
      </Text>
      {maySend && (
        <ConfirmButton
          size="xs"
          variant="default"
          label={t('resend.cancel')}
          sentence={t('resend.cancelSentence', {
            count: 1,
            number: '1',
            time: time(resend.sendAt),
          })}
          isDangerous
          onConfirm={() => cancel.mutateAsync({ id: resend.id })}
        />
      )}
    </Group>
  );
}
