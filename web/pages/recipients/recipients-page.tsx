import { Anchor, Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { type Column, DataTable } from '../../design/data-table';
import { EmptyState } from '../../design/empty-state';
import { PageHeader } from '../../design/page-header';
import { Points } from '../../design/points';
import { SearchField } from '../../design/search-field';
import { useCursorPages } from '../../design/use-cursor-pages';
import { When } from '../../design/when';
import { RecipientBadge } from './recipient-badge';
import { readRecipientsSearch, recipientStatuses } from './recipients-search';

const route = getRouteApi('/admin/recipients');

/** The company's people: those with an account, and those who are invited. */
export function RecipientsPage() {
  const { t } = useTranslation();
  const { q, status } = route.useSearch();
  const filter = { ...(status && { status }), ...(q && { search: q }) };
  const { cursor, pagingOf } = useCursorPages(filter);
  const list = useQuery(
    trpc.recipients.list.queryOptions(
      { ...filter, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
      { placeholderData: keepPreviousData },
    ),
  );
  const isFiltered = q !== undefined || status !== undefined;
  return (
    <>
      <PageHeader title={t('recipients.title')} intro={t('recipients.intro')} />
      <Filters />
      <DataTable
        caption={t('recipients.title')}
        columns={useColumns()}
        rows={list.data?.items}
        rowKey={({ id, email }) => id ?? email}
        query={list}
        paging={pagingOf(list.data)}
        order="other"
        empty={isFiltered ? <NobodyIsLikeThat /> : <NobodyYet />}
      />
    </>
  );
}

const PAGE_SIZE = 25;

function Filters() {
  const { t } = useTranslation();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const set = (change: Record<string, string | null>) =>
    void navigate({ search: readRecipientsSearch({ ...filter, ...change }), replace: true });
  return (
    <Group mb="md" align="flex-end">
      <SearchField
        flex={2}
        miw={220}
        label={t('recipients.search')}
        value={filter.q ?? ''}
        onSearch={(q) => set({ q })}
      />
      <Select
        flex={1}
        miw={180}
        label={t('recipients.state')}
        placeholder={t('recipients.allStates')}
        clearable
        clearButtonProps={{ 'aria-label': t('distributions.clearFilter') }}
        data={recipientStatuses.map((value) => ({ value, label: t(`recipientStatus.${value}`) }))}
        value={filter.status ?? null}
        onChange={(status) => set({ status })}
      />
    </Group>
  );
}

type Row = Outputs['recipients']['list']['items'][number];

function useColumns(): Column<Row>[] {
  const { t } = useTranslation();
  return [
    { key: 'person', title: t('recipients.person'), cell: (person) => <Person {...person} /> },
    {
      key: 'state',
      title: t('recipients.state'),
      cell: ({ status }) => <RecipientBadge status={status} />,
    },
    {
      key: 'received',
      title: t('recipients.received'),
      isNumeric: true,
      cell: ({ pointsReceived }) => <Points points={pointsReceived} />,
    },
    {
      key: 'waiting',
      title: t('recipients.waiting'),
      isNumeric: true,
      cell: ({ pointsWaiting }) => <Points points={pointsWaiting} />,
    },
    {
      key: 'since',
      title: t('recipients.since'),
      cell: ({ since }) => <When at={since} day />,
    },
  ];
}

/** Who is invited has no account and so no page: the link shows the sends to the address. */
function Person({ id, name, email }: Row) {
  return (
    <Stack gap={0}>
      <Anchor
        fw={550}
        fz="sm"
        renderRoot={(props) =>
          id === null ? (
            <Link to="/distributions" search={{ q: email }} {...props} />
          ) : (
            <Link to="/recipients/$id" params={{ id }} {...props} />
          )
        }
      >
        {name}
      </Anchor>
      <Text size="sm" c="dimmed">
        {email}
      </Text>
    </Stack>
  );
}

function NobodyYet() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconUsers />}
      title={t('recipients.emptyTitle')}
      text={t('recipients.emptyText')}
      action={
        <Button renderRoot={(props) => <Link to="/send" {...props} />}>
          {t('distributions.send')}
        </Button>
      }
    />
  );
}

function NobodyIsLikeThat() {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  return (
    <EmptyState
      icon={<IconUsers />}
      title={t('recipients.noneTitle')}
      text={t('recipients.noneText')}
      action={
        <Button variant="default" onClick={() => void navigate({ search: {} })}>
          {t('distributions.clearFilters')}
        </Button>
      }
    />
  );
}
