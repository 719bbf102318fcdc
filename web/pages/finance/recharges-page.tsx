import { Button, Group, Select, Text } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { type Column, DataTable } from '../../design/data-table';
import { EmptyState } from '../../design/empty-state';
import { PageHeader } from '../../design/page-header';
import { Points } from '../../design/points';
import { SearchField } from '../../design/search-field';
import { useCursorPages } from '../../design/use-cursor-pages';
import { When } from '../../design/when';
import { useFormat } from '../../texts/use-format';
import { RechargeStatusBadge } from '../balance/recharge-status-badge';
import { ConfirmButton, ConfirmDialog } from './confirm-recharge';
import { type ConfirmSearch, readConfirmSearch, rechargeStates } from './finance-search';
import { FinancePlaces } from './finance-places';

const route = getRouteApi('/admin/finance');

export type FinanceRecharge = Outputs['finance']['recharges']['items'][number];

/** What companies have asked for: found by invoice or company, confirmed by what the bank says. */
export function RechargesPage() {
  const { t } = useTranslation();
  const filter = route.useSearch();
  const [confirming, setConfirming] = useState<FinanceRecharge>();
  const { cursor, pagingOf } = useCursorPages(filter);
  const list = useQuery(
    trpc.finance.recharges.queryOptions(
      { ...filter, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <>
      <PageHeader title={t('financePage.title')} intro={t('financePage.intro')} />
      <FinancePlaces />
      <Filters />
      <DataTable
        caption={t('financePage.toConfirm')}
        columns={useColumns(setConfirming)}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        query={list}
        paging={pagingOf(list.data)}
        empty={filter.search === undefined ? <NothingWaits /> : <NothingFound />}
      />
      <ConfirmDialog recharge={confirming} onClose={() => setConfirming(undefined)} />
    </>
  );
}

const PAGE_SIZE = 25;

function useColumns(onConfirm: (recharge: FinanceRecharge) => void): Column<FinanceRecharge>[] {
  const { t } = useTranslation();
  const { money } = useFormat();
  return [
    {
      key: 'invoice',
      title: t('financePage.invoice'),
      cell: ({ invoiceNumber, paymentReference }) => (
        <Text size="sm" fw={550} className="numbers">
          {invoiceNumber ?? paymentReference}
        </Text>
      ),
    },
    { key: 'company', title: t('financePage.company'), cell: ({ company }) => company.name },
    {
      key: 'amount',
      title: t('financePage.amount'),
      isNumeric: true,
      cell: ({ amountMinor, currency }) =>
        amountMinor === null || currency === null ? '–' : money({ amountMinor, currency }),
    },
    {
      key: 'points',
      title: t('financePage.points'),
      isNumeric: true,
      cell: ({ points }) => <Points points={points} />,
    },
    {
      key: 'requested',
      title: t('financePage.requested'),
      cell: ({ requestedAt }) => <When at={requestedAt} day />,
    },
    {
      key: 'action',
      title: t('financePage.state'),
      cell: (recharge) =>
        recharge.status === 'awaiting_payment' ? (
          <ConfirmButton recharge={recharge} onOpen={() => onConfirm(recharge)} />
        ) : (
          <RechargeStatusBadge status={recharge.status} />
        ),
    },
  ];
}

function Filters() {
  const { t } = useTranslation();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const set = (change: { [Key in keyof ConfirmSearch]: string | null }) =>
    void navigate({ search: readConfirmSearch({ ...filter, ...change }), replace: true });
  return (
    <Group mb="md" align="flex-end">
      <SearchField
        flex={1}
        miw={220}
        maw={360}
        label={t('financePage.search')}
        placeholder={t('financePage.searchHint')}
        value={filter.search ?? ''}
        onSearch={(search) => set({ search })}
      />
      <Select
        miw={200}
        label={t('financePage.state')}
        allowDeselect={false}
        data={rechargeStates.map((value) => ({ value, label: t(`rechargeStatus.${value}`) }))}
        value={filter.status ?? 'awaiting_payment'}
        onChange={(status) => set({ status })}
      />
    </Group>
  );
}

function NothingWaits() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconReceipt />}
      title={t('financePage.emptyTitle')}
      text={t('financePage.emptyText')}
    />
  );
}

function NothingFound() {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  return (
    <EmptyState
      icon={<IconReceipt />}
      title={t('financePage.noneTitle')}
      text={t('financePage.noneText')}
      action={
        <Button variant="default" onClick={() => void navigate({ search: {} })}>
          {t('financePage.clear')}
        </Button>
      }
    />
  );
}
