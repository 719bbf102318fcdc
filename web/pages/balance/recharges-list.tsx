import { Anchor, Title } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { type Column, DataTable } from '../../design/data-table';
import { EmptyState } from '../../design/empty-state';
import { Points } from '../../design/points';
import { useCursorPages } from '../../design/use-cursor-pages';
import { When } from '../../design/when';
import { useFormat } from '../../texts/use-format';
import { RechargeStatusBadge } from './recharge-status-badge';

/** What was asked for and what of it was paid, newest first. */
export function RechargesList() {
  const { t } = useTranslation();
  const { cursor, pagingOf } = useCursorPages('recharges');
  const list = useQuery(
    trpc.recharges.list.queryOptions(
      { limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <section>
      <Title order={2} mb="md">
        {t('balancePage.recharges')}
      </Title>
      <DataTable
        caption={t('balancePage.recharges')}
        columns={useColumns()}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        query={list}
        paging={pagingOf(list.data)}
        empty={
          <EmptyState
            icon={<IconReceipt />}
            title={t('balancePage.emptyTitle')}
            text={t('balancePage.emptyText')}
          />
        }
      />
    </section>
  );
}

const PAGE_SIZE = 10;

type Row = Outputs['recharges']['list']['items'][number];

function useColumns(): Column<Row>[] {
  const { t } = useTranslation();
  const { money } = useFormat();
  return [
    {
      key: 'invoice',
      title: t('balancePage.invoice'),
      cell: ({ id, invoiceNumber, paymentReference }) => (
        <Anchor
          fw={550}
          fz="sm"
          renderRoot={(props) => <Link to="/balance/recharges/$id" params={{ id }} {...props} />}
        >
          {invoiceNumber ?? paymentReference ?? t('balancePage.noInvoice')}
        </Anchor>
      ),
    },
    {
      key: 'status',
      title: t('balancePage.state'),
      cell: ({ status }) => <RechargeStatusBadge status={status} />,
    },
    {
      key: 'points',
      title: t('balancePage.points'),
      isNumeric: true,
      cell: ({ points }) => <Points points={points} />,
    },
    {
      key: 'amount',
      title: t('balancePage.amount'),
      isNumeric: true,
      cell: ({ amountMinor, currency }) =>
        amountMinor === null || currency === null ? '–' : money({ amountMinor, currency }),
    },
    {
      key: 'requested',
      title: t('balancePage.requested'),
      cell: ({ requestedAt }) => <When at={requestedAt} />,
    },
  ];
}
