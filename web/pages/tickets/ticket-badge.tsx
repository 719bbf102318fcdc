import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Outputs } from '../../client/trpc';
import { StatusBadge, type Tone } from '../../design/status-badge';
import { When } from '../../design/when';
import type { TicketState } from '../../../domain/tickets';

type Ticket = Outputs['tickets']['list']['items'][number];

export function TicketStateBadge({ state }: { state: TicketState }) {
  const { t } = useTranslation();
  return <StatusBadge tone={tones[state]}>{t(`ticketState.${state}`)}</StatusBadge>;
}

const tones: Record<TicketState, Tone> = {
  open: 'busy',
  waiting_for_customer: 'waiting',
  resolved: 'good',
};

/** Until when support answers, and whether that was missed. */
export function AnswerDue({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const { answerDueAt, breachedAt, firstAnsweredAt } = ticket;
  if (breachedAt !== null && answerDueAt !== null) {
    return (
      <Text component="span" inherit c="var(--mantine-color-error)">
        {t('tickets.overdue')}
      </Text>
    );
  }
  if (answerDueAt !== null) return <When at={answerDueAt} />;
  return <>{firstAnsweredAt === null ? '–' : t('tickets.answered')}</>;
}
