import { Anchor, Button, Group, Select, Text } from '@mantine/core';
import { IconInbox, IconPackage } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { type Column, DataTable } from '../../design/data-table';
import { EmptyState } from '../../design/empty-state';
import { PageHeader } from '../../design/page-header';
import { Points } from '../../design/points';
import { useCursorPages } from '../../design/use-cursor-pages';
import { When } from '../../design/when';
import { orderStatuses } from '../../../domain/order-states';
import { OrderItems } from './order-items';
import { SearchField } from '../../design/search-field';
import { readOrdersSearch } from './support-search';
import { OrderStatusBadge } from './ticket-badges';
import { useQueueKeys } from './use-queue-keys';
import type { SupportOrderSummary } from './support-types';

const route = getRouteApi('/admin/support/orders');

/** Orders of every company, newest first. */
export function OrdersPage() {
  const { t } = useTranslation();
  const { status, search } = route.useSearch();
  const { cursor, pagingOf } = useCursorPages({ status, search });
  const list = useQuery(
    trpc.support.orders.search.queryOptions(
      {
        ...(status !== undefined && { statuses: [status] }),
        ...(search !== undefined && { search }),
        limit: PAGE_SIZE,
        ...(cursor !== undefined && { cursor }),
      },
      { placeholderData: keepPreviousData },
    ),
  );
  const box = useRef<HTMLDivElement>(null);
  useQueueKeys(box);
  const isFiltered = status !== undefined || search !== undefined;
  return (
    <>
      <PageHeader
        title={t('supportOrders.title')}
        intro={t('supportOrders.intro')}
        actions={
          <Button
            variant="default"
            leftSection={<IconInbox size={16} aria-hidden />}
            renderRoot={(props) => <Link to="/support" {...props} />}
          >
            {t('supportOrders.toQueue')}
          </Button>
        }
      />
      <Filters />
      <div ref={box}>
        <DataTable
          caption={t('supportOrders.caption')}
          columns={useColumns()}
          rows={list.data?.items}
          rowKey={({ id }) => id}
          query={list}
          paging={pagingOf(list.data)}
          empty={<Nothing isFiltered={isFiltered} />}
        />
      </div>
    </>
  );
}

const PAGE_SIZE = 25;

function useColumns(): Column<SupportOrderSummary>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'order',
      title: t('supportOrders.order'),
      cell: ({ id, number }) => (
        <Anchor
          fw={550}
          fz="sm"
          data-in-queue
          renderRoot={(props) => <Link to="/support/orders/$id" params={{ id }} {...props} />}
        >
          {number}
        </Anchor>
      ),
    },
    {
      key: 'recipient',
      title: t('supportOrders.recipient'),
      cell: ({ recipient, company }) => (
        <>
          <Text size="sm">{recipient.name}</Text>
          <Text size="sm" c="dimmed">
            {company.name}
          </Text>
        </>
      ),
    },
    {
      key: 'goods',
      title: t('supportOrders.goods'),
      cell: ({ items }) => <OrderItems items={items} />,
    },
    {
      key: 'points',
      title: t('supportOrders.points'),
      isNumeric: true,
      cell: ({ points }) => <Points points={points} />,
    },
    {
      key: 'state',
      title: t('supportOrders.state'),
      cell: ({ status, attempts }) => (
        <>
          <OrderStatusBadge status={status} />
          {attempts > 0 && (
            <Text size="xs" c="dimmed">
              {t('supportOrders.attempts', { count: attempts })}
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'placed',
      title: t('supportOrders.placed'),
      cell: ({ placedAt }) => <When at={placedAt} />,
    },
  ];
}

function Filters() {
  const { t } = useTranslation();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const set = (change: Record<string, string | null>) =>
    void navigate({
      search: (before) => readOrdersSearch({ ...before, ...change }),
      replace: true,
    });
  return (
    <Group mb="md" align="flex-end">
      <SearchField
        label={t('supportOrders.search')}
        flex={2}
        miw={220}
        placeholder={t('supportOrders.searchHint')}
        value={filter.search ?? ''}
        onSearch={(search) => set({ search })}
      />
      <Select
        flex={1}
        miw={180}
        label={t('supportOrders.filterState')}
        allowDeselect={false}
        data={[
          { value: '', label: t('supportOrders.anyState') },
          ...orderStatuses.map((value) => ({ value, label: t(`supportOrder.states.${value}`) })),
        ]}
        value={filter.status ?? ''}
        onChange={(status) => set({ status })}
      />
    </Group>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  if (!isFiltered) {
    return (
      <EmptyState
        icon={<IconPackage />}
        title={t('supportOrders.emptyTitle')}
        text={t('supportOrders.emptyText')}
      />
    );
  }
  return (
    <EmptyState
      icon={<IconPackage />}
      title={t('supportOrders.noneTitle')}
      text={t('supportOrders.noneText')}
      action={
        <Button variant="default" onClick={() => void navigate({ search: {} })}>
          {t('supportOrders.clear')}
        </Button>
      }
    />
  );
}
