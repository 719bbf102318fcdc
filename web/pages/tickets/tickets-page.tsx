import { Anchor, Box, Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconLifebuoy } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { type Column, DataTable } from '../../design/data-table';
import { EmptyState } from '../../design/empty-state';
import { PageHeader } from '../../design/page-header';
import { useCursorPages } from '../../design/use-cursor-pages';
import { When } from '../../design/when';
import { useReasonTexts } from '../../design/reason-texts';
import { ticketStates } from '../../../domain/tickets';
import { useMay } from '../../shell/navigation';
import { AnswerDue, TicketStateBadge } from './ticket-badge';
import { readTicketsSearch } from './tickets-search';

const route = getRouteApi('/admin/tickets');

/** Questions to support: asked by the company, or opened by themselves when a mail has failed. */
export function TicketsPage() {
  const { t } = useTranslation();
  const filter = route.useSearch();
  const { cursor, pagingOf } = useCursorPages(filter);
  const list = useQuery(
    trpc.tickets.list.queryOptions(
      { ...filter, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
      { placeholderData: keepPreviousData, refetchInterval: LOOK_AGAIN_MILLISECONDS },
    ),
  );
  return (
    <>
      <PageHeader title={t('tickets.title')} intro={t('tickets.intro')} actions={<RaiseTicket />} />
      <StateFilter />
      <DataTable
        caption={t('tickets.title')}
        columns={useColumns()}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        query={list}
        paging={pagingOf(list.data)}
        empty={<NoTickets isFiltered={filter.state !== undefined} />}
      />
    </>
  );
}

const PAGE_SIZE = 25;
const LOOK_AGAIN_MILLISECONDS = 30_000;

function StateFilter() {
  const { t } = useTranslation();
  const { state } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Box mb="md" style={{ overflowX: 'auto' }}>
      <SegmentedControl
        aria-label={t('tickets.filterState')}
        value={state ?? ALL}
        onChange={(chosen) =>
          void navigate({ search: readTicketsSearch({ state: chosen }), replace: true })
        }
        data={[
          { value: ALL, label: t('tickets.all') },
          ...ticketStates.map((value) => ({ value, label: t(`ticketState.${value}`) })),
        ]}
      />
    </Box>
  );
}

const ALL = 'all';

type Row = Outputs['tickets']['list']['items'][number];

function useColumns(): Column<Row>[] {
  const { t } = useTranslation();
  const { subjectOf } = useReasonTexts();
  return [
    {
      key: 'subject',
      title: t('tickets.subject'),
      cell: (ticket) => (
        <Stack gap={0}>
          <Anchor
            fw={550}
            fz="sm"
            renderRoot={(props) => <Link to="/tickets/$id" params={{ id: ticket.id }} {...props} />}
          >
            {subjectOf(ticket)}
          </Anchor>
          <Text size="sm" c="dimmed">
            {ticket.openedBy === 'workflow'
              ? `${ticket.number} · ${t('tickets.byItself')}`
              : ticket.number}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'state',
      title: t('tickets.state'),
      cell: ({ state }) => <TicketStateBadge state={state} />,
    },
    {
      key: 'due',
      title: t('tickets.due'),
      cell: (ticket) => <AnswerDue ticket={ticket} />,
    },
    {
      key: 'created',
      title: t('tickets.created'),
      cell: ({ createdAt }) => <When at={createdAt} />,
    },
  ];
}

function RaiseTicket() {
  const { t } = useTranslation();
  const mayWrite = useMay('tickets.write');
  if (!mayWrite) return null;
  return (
    <Button
      leftSection={<IconLifebuoy size={16} aria-hidden />}
      renderRoot={(props) => <Link to="/tickets/new" {...props} />}
    >
      {t('help.ticket')}
    </Button>
  );
}

function NoTickets({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconLifebuoy />}
      title={t(isFiltered ? 'tickets.noneTitle' : 'tickets.emptyTitle')}
      text={t(isFiltered ? 'tickets.noneText' : 'tickets.emptyText')}
      action={isFiltered ? undefined : <RaiseTicket />}
    />
  );
}
