import { Group, Progress, Text, Title } from '@mantine/core';
import { skipToken, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { Panel } from '../../design/panel';
import {
  type DistributionStatus,
  finalRewardStatuses,
  unhappyRewardStatuses,
} from '../../../domain/states';
import { useFormat } from '../../texts/use-format';
import type { Distribution } from './distribution-page';

/** How far a send is, told by the server as it changes; the page's other parts follow. */
export function LiveProgress({ distribution }: { distribution: Distribution }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const live = useLiveProgress(distribution);
  const { total, done, failed, remaining } = live.progress;
  const share = (part: number) => (total === 0 ? 0 : (100 * part) / total);
  const value = t('distribution.progressValue', { done: number(done), total: number(total) });
  return (
    <Panel p="lg" mb="lg">
      <Group justify="space-between" mb="sm">
        <Title order={2}>{t('distribution.progress')}</Title>
        <Text size="sm" c="dimmed" className="numbers">
          {live.isRunning && live.perSecond !== null && live.perSecond > 0
            ? t('distribution.perSecond', {
                rate: number(live.perSecond),
                seconds: number(live.remainingSeconds ?? 0),
              })
            : value}
        </Text>
      </Group>
      <Progress.Root size="lg">
        <Progress.Section
          value={share(done)}
          color="teal"
          aria-label={t('distribution.done')}
          aria-valuetext={value}
        />
        <Progress.Section value={share(failed)} color="red" aria-label={t('distribution.failed')} />
      </Progress.Root>
      <Group mt="md" gap="xl" role="status">
        <Figure name={t('distribution.done')} value={number(done)} />
        <Figure name={t('distribution.failed')} value={number(failed)} />
        <Figure name={t('distribution.remaining')} value={number(remaining)} />
      </Group>
    </Panel>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text fz="xl" fw={650} className="numbers">
        {value}
      </Text>
    </div>
  );
}

/** What the counts say, until the subscription says something newer. */
function useLiveProgress(distribution: Distribution) {
  const { id, counts, recipients: total, status } = distribution;
  const client = useQueryClient();
  const readAt = useRef(0);
  const isRunning = isMoving(status);
  const { data } = useSubscription(
    trpc.distributions.progress.subscriptionOptions(isRunning ? { id } : skipToken),
  );
  useEffect(() => {
    // The rewards are up to 200 kB: read again every two seconds, and when nothing moves any more.
    if (data === undefined) return;
    if (data.remaining > 0 && Date.now() - readAt.current < READ_AGAIN_MILLISECONDS) return;
    readAt.current = Date.now();
    void client.invalidateQueries(trpc.distributions.get.queryFilter({ id }));
  }, [client, data, id]);
  if (data !== undefined && isRunning) return { ...data, progress: data, isRunning };
  const sum = (statuses: readonly (keyof typeof counts)[]) =>
    statuses.reduce((before, each) => before + (counts[each] ?? 0), 0);
  const failed = sum(unhappyRewardStatuses);
  const done = sum(finalRewardStatuses) - failed + (counts.awaiting_registration ?? 0);
  const progress = { total, done, failed, remaining: total - done - failed };
  return { progress, isRunning, perSecond: null, remainingSeconds: null };
}

/** Whether a send in this state changes by itself. */
export function isMoving(status: DistributionStatus): boolean {
  return MOVING.has(status);
}

const MOVING = new Set<DistributionStatus>([
  ...(['accepted', 'sending', 'awaiting_approval', 'awaiting_funds', 'scheduled'] as const),
]);
const READ_AGAIN_MILLISECONDS = 2_000;
