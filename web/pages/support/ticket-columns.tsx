import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../design/data-table';
import { useReasonTexts } from '../../design/reason-texts';
import { PriorityBadge, TicketStateBadge } from './ticket-badges';
import { TimeLeft } from './time-left';
import type { SupportTicketSummary } from './support-types';

/** What the queue shows of a ticket. */
export function useTicketColumns(): Column<SupportTicketSummary>[] {
  const { t } = useTranslation();
  const { subjectOf } = useReasonTexts();
  return [
    {
      key: 'ticket',
      title: t('supportQueue.subject'),
      cell: (ticket) => (
        <Anchor
          fw={550}
          fz="sm"
          data-in-queue
          renderRoot={(props) => (
            <Link to="/support/tickets/$id" params={{ id: ticket.id }} {...props} />
          )}
        >
          {`${ticket.number} · ${subjectOf(ticket)}`}
        </Anchor>
      ),
    },
    {
      key: 'customer',
      title: t('supportQueue.customer'),
      cell: (ticket) => <Customer ticket={ticket} />,
    },
    {
      key: 'due',
      title: t('supportQueue.due'),
      cell: (ticket) => <TimeLeft ticket={ticket} />,
    },
    {
      key: 'priority',
      title: t('supportQueue.priority'),
      cell: ({ priority }) => <PriorityBadge priority={priority} />,
    },
    {
      key: 'state',
      title: t('supportQueue.state'),
      cell: ({ state }) => <TicketStateBadge state={state} />,
    },
    {
      key: 'assignee',
      title: t('supportQueue.assignee'),
      cell: ({ assignedTo }) => (
        <Text component="span" size="sm" {...(assignedTo === null && { c: 'dimmed' })}>
          {assignedTo?.name ?? t('supportQueue.nobody')}
        </Text>
      ),
    },
  ];
}

function Customer({ ticket }: { ticket: SupportTicketSummary }) {
  const { t } = useTranslation();
  const { company, contact, openedBy } = ticket;
  const stranger = openedBy === 'workflow' ? 'supportQueue.platform' : 'supportQueue.stranger';
  return (
    <Text component="span" size="sm" display="block">
      {company?.name ?? t(stranger)}
      {contact !== null && (
        <Text component="span" size="sm" c="dimmed" display="block">
          {contact.name ?? contact.email}
        </Text>
      )}
    </Text>
  );
}
