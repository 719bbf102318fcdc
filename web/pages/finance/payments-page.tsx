import { Group, Select, Text } from '@mantine/core';
import { IconBuildingBank } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { type Column, DataTable } from '../../design/data-table';
import { EmptyState } from '../../design/empty-state';
import { PageHeader } from '../../design/page-header';
import { ReasonText } from '../../design/reason-text';
import { StatusBadge, type Tone } from '../../design/status-badge';
import { useCursorPages } from '../../design/use-cursor-pages';
import { When } from '../../design/when';
import { useFormat } from '../../texts/use-format';
import { FinancePlaces } from './finance-places';
import { paymentStates, readPaymentsSearch } from './finance-search';
import { SettleButton, SettleDialog } from './settle-payment';

const route = getRouteApi('/admin/finance/payments');

export type Payment = Outputs['finance']['payments']['items'][number];

/** All that said that money came; what could not be credited waits here for somebody to decide. */
export function PaymentsPage() {
  const { t } = useTranslation();
  const { status = 'refused' } = route.useSearch();
  const [settling, setSettling] = useState<Payment>();
  const { cursor, pagingOf } = useCursorPages(status);
  const list = useQuery(
    trpc.finance.payments.queryOptions(
      {
        limit: PAGE_SIZE,
        ...(status !== 'all' && { status }),
        ...(cursor !== undefined && { cursor }),
      },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <>
      <PageHeader title={t('financePage.title')} intro={t('payments.intro')} />
      <FinancePlaces />
      <Filter />
      <DataTable
        caption={t('financePage.received')}
        columns={useColumns(setSettling)}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        query={list}
        paging={pagingOf(list.data)}
        empty={
          <EmptyState
            icon={<IconBuildingBank />}
            title={t(status === 'refused' ? 'payments.emptyTitle' : 'payments.noneTitle')}
            text={t(status === 'refused' ? 'payments.emptyText' : 'payments.noneText')}
          />
        }
      />
      <SettleDialog payment={settling} onClose={() => setSettling(undefined)} />
    </>
  );
}

const PAGE_SIZE = 25;

function Filter() {
  const { t } = useTranslation();
  const { status = 'refused' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Group mb="md">
      <Select
        miw={220}
        label={t('payments.state')}
        allowDeselect={false}
        data={[...paymentStates, 'all' as const].map((value) => ({
          value,
          label: t(`payments.states.${value}`),
        }))}
        value={status}
        onChange={(chosen) =>
          void navigate({ search: readPaymentsSearch({ status: chosen }), replace: true })
        }
      />
    </Group>
  );
}

function useColumns(onSettle: (payment: Payment) => void): Column<Payment>[] {
  const { t } = useTranslation();
  const { money } = useFormat();
  return [
    {
      key: 'received',
      title: t('payments.received'),
      cell: ({ receivedAt, provider }) => (
        <>
          <When at={receivedAt} />
          <Text size="sm" c="dimmed">
            {t(`payments.providers.${provider}`)}
          </Text>
        </>
      ),
    },
    {
      key: 'reference',
      title: t('payments.reference'),
      cell: ({ reference }) => reference ?? '–',
    },
    { key: 'company', title: t('payments.company'), cell: ({ company }) => company?.name ?? '–' },
    {
      key: 'amount',
      title: t('payments.amount'),
      isNumeric: true,
      cell: ({ amountMinor, currency }) =>
        amountMinor === null || currency === null ? '–' : money({ amountMinor, currency }),
    },
    { key: 'state', title: t('payments.state'), cell: (payment) => <State payment={payment} /> },
    {
      key: 'action',
      title: t('payments.decision'),
      cell: (payment) =>
        payment.status === 'refused' ? (
          <SettleButton payment={payment} onOpen={() => onSettle(payment)} />
        ) : (
          <Decided payment={payment} />
        ),
    },
  ];
}

const tones: Record<Payment['status'], Tone> = {
  matched: 'good',
  refused: 'bad',
  settled: 'quiet',
};

function State({ payment: { status, reason } }: { payment: Payment }) {
  const { t } = useTranslation();
  return (
    <>
      <StatusBadge tone={tones[status]}>{t(`payments.states.${status}`)}</StatusBadge>
      {reason !== null && status === 'refused' && <ReasonText reason={reason} />}
    </>
  );
}

function Decided({ payment: { decision, decisionNote } }: { payment: Payment }) {
  const { t } = useTranslation();
  if (decision === null) return '–';
  return (
    <>
      <Text size="sm">{t(`payments.decisions.${decision}`)}</Text>
      <Text size="sm" c="dimmed">
        {decisionNote}
      </Text>
    </>
  );
}
