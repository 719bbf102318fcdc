import { Anchor, Button, Group, Select, Text } from '@mantine/core';
import { IconGift, IconSend } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { type Column, DataTable } from '../../design/data-table';
import { EmptyState } from '../../design/empty-state';
import { PageHeader } from '../../design/page-header';
import { Points } from '../../design/points';
import { DistributionStatusBadge } from '../../design/status-badge';
import { useCursorPages } from '../../design/use-cursor-pages';
import { When } from '../../design/when';
import { distributionStatuses } from '../../../domain/states';
import { useFormat } from '../../texts/use-format';
import { distributionMethods, readDistributionsSearch } from './distributions-search';

const route = getRouteApi('/admin/distributions');

/** Every send of the company, newest first. */
export function DistributionsPage() {
  const { t } = useTranslation();
  const filter = route.useSearch();
  const { cursor, pagingOf } = useCursorPages(filter);
  const list = useQuery(
    trpc.distributions.list.queryOptions(
      { ...filter, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
      { placeholderData: keepPreviousData },
    ),
  );
  const isFiltered = filter.status !== undefined || filter.method !== undefined;
  return (
    <>
      <PageHeader
        title={t('distributions.title')}
        intro={t('distributions.intro')}
        actions={<SendButton />}
      />
      <Filters />
      <DataTable
        caption={t('distributions.caption')}
        columns={useColumns()}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        query={{
          error: list.error,
          isStale: list.isPlaceholderData,
          onRetry: () => void list.refetch(),
        }}
        paging={pagingOf(list.data)}
        empty={isFiltered ? <NoneIsLikeThat /> : <NothingSent />}
      />
    </>
  );
}

const PAGE_SIZE = 25;

type Row = Outputs['distributions']['list']['items'][number];

function useColumns(): Column<Row>[] {
  const { t } = useTranslation();
  const { number } = useFormat();
  return [
    {
      key: 'created',
      title: t('distributions.created'),
      cell: ({ id, createdAt }) => (
        <Anchor
          fw={550}
          fz="sm"
          renderRoot={(props) => <Link to="/distributions/$id" params={{ id }} {...props} />}
        >
          <When at={createdAt} />
        </Anchor>
      ),
    },
    {
      key: 'status',
      title: t('distributions.status'),
      cell: ({ status, counts }) => (
        <Group gap="xs">
          <DistributionStatusBadge status={status} />
          <Failures counts={counts} />
        </Group>
      ),
    },
    {
      key: 'recipients',
      title: t('distributions.recipients'),
      isNumeric: true,
      cell: ({ recipients }) => number(recipients),
    },
    {
      key: 'points',
      title: t('distributions.points'),
      isNumeric: true,
      cell: ({ points }) => <Points points={points} />,
    },
    {
      key: 'campaign',
      title: t('distributions.campaign'),
      cell: ({ campaign }) => campaign?.name ?? '–',
    },
    {
      key: 'method',
      title: t('distributions.method'),
      cell: ({ method }) => t(`method.${method}`),
    },
  ];
}

/** What needs somebody's attention in a send. */
function Failures({ counts }: Pick<Row, 'counts'>) {
  const { t } = useTranslation();
  const count = (counts.failed ?? 0) + (counts.email_failed ?? 0);
  if (count === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {t('distributions.failed', { count })}
    </Text>
  );
}

function Filters() {
  const { t } = useTranslation();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const set = (change: Record<string, string | null>) => {
    const search = readDistributionsSearch({ ...filter, ...change });
    void navigate({ search, replace: true });
  };
  return (
    <Group mb="md" align="flex-end">
      <Select
        flex={1}
        miw={180}
        maw={260}
        label={t('distributions.filterStatus')}
        placeholder={t('distributions.allStates')}
        clearable
        clearButtonProps={{ 'aria-label': t('distributions.clearFilters') }}
        data={distributionStatuses.map((value) => ({
          value,
          label: t(`distributionStatus.${value}`),
        }))}
        value={filter.status ?? null}
        onChange={(status) => set({ status })}
      />
      <Select
        flex={1}
        miw={180}
        maw={260}
        label={t('distributions.filterMethod')}
        placeholder={t('distributions.allMethods')}
        clearable
        clearButtonProps={{ 'aria-label': t('distributions.clearFilters') }}
        data={distributionMethods.map((value) => ({ value, label: t(`method.${value}`) }))}
        value={filter.method ?? null}
        onChange={(method) => set({ method })}
      />
    </Group>
  );
}

function SendButton() {
  const { t } = useTranslation();
  return (
    <Button
      leftSection={<IconSend size={16} aria-hidden />}
      renderRoot={(props) => <Link to="/send" {...props} />}
    >
      {t('distributions.send')}
    </Button>
  );
}

function NothingSent() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconGift />}
      title={t('distributions.emptyTitle')}
      text={t('distributions.emptyText')}
      action={<SendButton />}
    />
  );
}

function NoneIsLikeThat() {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  return (
    <EmptyState
      icon={<IconGift />}
      title={t('distributions.noneTitle')}
      text={t('distributions.noneText')}
      action={
        <Button variant="default" onClick={() => void navigate({ search: {} })}>
          {t('distributions.clearFilters')}
        </Button>
      }
    />
  );
}
