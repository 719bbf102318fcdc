import { Anchor, Button, Center, Group, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { ExportMenu } from '../../design/export-menu';
import { FormError } from '../../design/form-error';
import { Panel } from '../../design/panel';
import { Points } from '../../design/points';
import { ReasonText } from '../../design/reason-text';
import { RewardStatusBadge } from '../../design/status-badge';
import { useFormat } from '../../texts/use-format';
import type { Distribution } from './distribution-page';
import { RewardsFilters } from './rewards-filters';
import classes from './rewards-list.module.css';
import type { RewardsSearch } from './rewards-search';

const route = getRouteApi('/admin/distributions/$id');

type Reward = Outputs['distributions']['rewards']['items'][number];

/**
 * The rewards of a send. Only the rows in view stand in the document, so that 500 scroll like 10. The
 * first 500 come with the distribution; a larger send is read on by pages.
 */
export function RewardsList({ distribution }: { distribution: Distribution }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { id, recipients, rewards: first } = distribution;
  const more = useInfiniteQuery(
    trpc.distributions.rewards.infiniteQueryOptions(
      { id, limit: PAGE_SIZE },
      { enabled: recipients > first.length, getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
  );
  const filter = route.useSearch();
  const isFiltered = filter.status !== undefined || filter.q !== undefined;
  const { hasNextPage, isFetching, fetchNextPage } = more;
  useEffect(() => {
    // Of a send that is larger than a page, all is looked through.
    if (isFiltered && hasNextPage && !isFetching) void fetchNextPage();
  }, [isFiltered, hasNextPage, isFetching, fetchNextPage]);
  const all = more.data?.pages.flatMap(({ items }) => items) ?? first;
  const rewards = isFiltered ? all.filter((reward) => matches(reward, filter)) : all;
  const shown = isFiltered ? rewards.length : recipients;
  return (
    <Panel className={classes.panel}>
      <Group justify="space-between" p="lg" pb="md">
        <Group gap="sm" align="baseline">
          <Title order={2}>{t('distribution.rewards')}</Title>
          <Text size="sm" c="dimmed" role="status">
            {isFiltered
              ? t('rewards.shown', { shown: number(shown), total: number(recipients) })
              : t('distribution.rewardsCount', { count: recipients, number: number(recipients) })}
          </Text>
        </Group>
        <ExportMenu path={`/distributions/${id}/rewards`} size="xs" />
      </Group>
      <RewardsFilters counts={distribution.counts} />
      {rewards.length === 0 ? <NoneIsLikeThat /> : <Rows rewards={rewards} total={shown} />}
      <FormError error={more.error} onRetry={() => void more.refetch()} />
      {hasNextPage && !isFiltered && (
        <Center p="md">
          <Button
            variant="default"
            loading={more.isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {t('distribution.loadMore')}
          </Button>
        </Center>
      )}
    </Panel>
  );
}

const PAGE_SIZE = 500;

function matches(reward: Reward, { status, q = '' }: RewardsSearch): boolean {
  if (status !== undefined && reward.status !== status) return false;
  const text = `${reward.name} ${reward.email} ${reward.externalId ?? ''}`.toLowerCase();
  return text.includes(q.toLowerCase());
}

function NoneIsLikeThat() {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  return (
    <Group px="lg" pb="lg" gap="sm">
      <Text c="dimmed">{t('rewards.none')}</Text>
      <Button
        size="xs"
        variant="default"
        onClick={() => void navigate({ search: {}, replace: true, resetScroll: false })}
      >
        {t('rewards.clear')}
      </Button>
    </Group>
  );
}

function Rows({ rewards, total }: { rewards: readonly Reward[]; total: number }) {
  const { t } = useTranslation();
  const [listTop, setListTop] = useState(0);
  const virtualizer = useWindowVirtualizer({
    count: rewards.length,
    estimateSize: () => ROW_PIXELS,
    overscan: 12,
    scrollMargin: listTop,
    getItemKey: (index) => rewards[index]?.id ?? index,
  });
  // From the top of the document, which is what scrolls.
  const measureTop = useCallback((list: HTMLDivElement | null) => {
    if (list !== null) setListTop(list.getBoundingClientRect().top + window.scrollY);
  }, []);
  const titles = ['row', 'person', 'points', 'state'] as const;
  return (
    <div role="table" aria-label={t('distribution.rewards')} aria-rowcount={total + 1}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={classes.head}>
          {titles.map((title) => (
            <div key={title} role="columnheader">
              {t(`distribution.${title}`)}
            </div>
          ))}
        </div>
      </div>
      <div
        role="rowgroup"
        ref={measureTop}
        className={classes.rows}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const reward = rewards[index];
          if (reward === undefined) return null;
          return (
            <div
              key={key}
              role="row"
              aria-rowindex={index + 2}
              className={classes.row}
              data-index={index}
              ref={virtualizer.measureElement}
              style={{ transform: `translateY(${start - listTop}px)` }}
            >
              <Cells reward={reward} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** As a row of two lines is; measured when it is drawn. */
const ROW_PIXELS = 61;

function Cells({ reward }: { reward: Reward }) {
  return (
    <>
      <div role="cell" className={classes.number}>
        {reward.row}
      </div>
      <div role="cell" className={classes.person}>
        <Anchor
          fw={550}
          size="sm"
          renderRoot={(props) => (
            <Link
              to="/distributions/$id/rewards/$rewardId"
              params={{ id: reward.distributionId, rewardId: reward.id }}
              {...props}
            />
          )}
        >
          {reward.name}
        </Anchor>
        <Text size="sm" c="dimmed">
          {reward.email}
        </Text>
        {reward.citation !== null && (
          <Text size="sm" lineClamp={2}>
            {reward.citation}
          </Text>
        )}
      </div>
      <div role="cell" className={classes.points}>
        <Text size="sm" fw={550} component="span">
          <Points points={reward.points} />
        </Text>
      </div>
      <div role="cell" className={classes.state}>
        <RewardStatusBadge status={reward.status} />
        {reward.reason && <ReasonText reason={reward.reason} />}
      </div>
    </>
  );
}
