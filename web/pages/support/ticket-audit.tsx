import { Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../design/panel';
import { TimeLine } from '../../design/time-line';
import { useAuthorName } from './author-name';
import { useActionText } from './action-text';
import type { SupportTicket } from './support-types';

/** The audit records of a ticket: who did what, when and why. */
export function TicketAudit({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation();
  const authorName = useAuthorName(ticket);
  const actionText = useActionText();
  return (
    <Panel p="lg">
      <Title order={2} mb="md">
        {t('supportTicket.audit')}
      </Title>
      {ticket.audit.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('supportTicket.auditNone')}
        </Text>
      ) : (
        <TimeLine
          events={ticket.audit.map(({ id, action, actorKind, actorId, reason, at }) => ({
            key: id,
            at,
            title: actionText(action),
            by: t('supportTicket.eventBy', { name: authorName({ kind: actorKind, id: actorId }) }),
            // The text of an answer or a note stands in the conversation.
            more: !WRITTEN.has(action) && <Text size="sm">{reason}</Text>,
          }))}
        />
      )}
    </Panel>
  );
}

const WRITTEN = new Set(['answer', 'note']);
