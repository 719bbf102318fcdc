import { Group, Stack, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { When } from '../../design/when';
import { useAuthorName } from './author-name';
import classes from './conversation.module.css';
import type { SupportTicket } from './support-types';

type Entry = SupportTicket['entries'][number];

/** What was said, noted and done, in order. Notes look like nothing that a customer reads. */
export function Conversation({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation();
  const { entries } = ticket;
  if (entries.length === 0) {
    return (
      <Text c="dimmed" size="sm">
        {t('supportTicket.nothingSaid')}
      </Text>
    );
  }
  return (
    <Stack gap="sm" role="log" aria-label={t('supportTicket.conversation')}>
      {entries.map((entry) =>
        entry.kind === 'event' ? (
          <Happened key={entry.id} entry={entry} ticket={ticket} />
        ) : (
          <Said key={entry.id} entry={entry} ticket={ticket} />
        ),
      )}
    </Stack>
  );
}

interface EntryProps {
  entry: Entry;
  ticket: SupportTicket;
}

function Said({ entry, ticket }: EntryProps) {
  const { t } = useTranslation();
  const { kind, authorKind, authorId, text, at } = entry;
  const name = useAuthorName(ticket)({ kind: authorKind, id: authorId });
  const isOurs = authorKind === 'agent' || authorKind === 'workflow' || authorKind === 'operator';
  const from = kind === 'note' ? 'note' : isOurs ? 'support' : 'customer';
  const title = {
    note: 'supportTicket.noteBy',
    support: 'supportTicket.fromSupport',
    customer: 'supportTicket.fromCustomer',
  } as const;
  return (
    <article className={classes.message} data-from={from}>
      <Group justify="space-between" gap="xs" mb={4}>
        <Group gap={6}>
          {from === 'note' && <IconLock size={14} aria-hidden />}
          <Text size="sm" fw={600}>
            {t(title[from], { name })}
          </Text>
        </Group>
        <Text size="sm" c="dimmed">
          <When at={at} />
        </Text>
      </Group>
      <Text size="sm" dir="auto">
        {text}
      </Text>
      {from === 'note' && (
        <Text size="xs" c="dimmed" mt={4}>
          {t('supportTicket.noteHint')}
        </Text>
      )}
    </article>
  );
}

/** `Assigned by Sam Support · 24 Dec 2026, 09:30` */
function Happened({ entry, ticket }: EntryProps) {
  const { t } = useTranslation();
  const { authorKind, authorId, text, at } = entry;
  const name = useAuthorName(ticket)({ kind: authorKind, id: authorId });
  const event = ticketEvents.find((known) => known === text);
  return (
    <Text size="xs" c="dimmed" className={classes.event}>
      {event === undefined ? text : t(`supportWords.ticketEvents.${event}`)}{' '}
      {t('supportTicket.eventBy', { name })}
      {' · '}
      <When at={at} />
    </Text>
  );
}

/** As db/change-ticket.ts, db/tend-ticket.ts and api/support/keep-ticket.ts write them. */
const ticketEvents = [
  'answered',
  'waiting_for_customer',
  'customer_replied',
  'resolved',
  'reopened',
  'assigned',
  'warned',
  'breached',
  'failed_again',
  'answer_not_delivered',
  'payment_settled',
  'priority_low',
  'priority_normal',
  'priority_high',
  'priority_urgent',
] as const;
