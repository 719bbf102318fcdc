import { Anchor, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { Panel } from '../../design/panel';
import { useReasonTexts } from '../../design/reason-texts';
import { TicketStateBadge } from '../tickets/ticket-badge';

/** The tickets about a send: one may have opened by itself, so that nobody has to raise another. */
export function DistributionTickets({ id }: { id: string }) {
  const { t } = useTranslation();
  const { subjectOf } = useReasonTexts();
  const tickets = useQuery(
    trpc.tickets.list.queryOptions(
      { distributionId: id, limit: SHOWN },
      { refetchInterval: LOOK_AGAIN_MILLISECONDS },
    ),
  );
  if (tickets.error !== null) {
    return <FormError error={tickets.error} onRetry={() => void tickets.refetch()} />;
  }
  const items = tickets.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel p="lg" mt="lg">
      <Title order={2} mb="md">
        {t('tickets.title')}
      </Title>
      <Stack gap="md">
        {items.map((ticket) => (
          <div key={ticket.id}>
            <Anchor
              size="sm"
              fw={550}
              renderRoot={(props) => (
                <Link to="/tickets/$id" params={{ id: ticket.id }} {...props} />
              )}
            >
              {subjectOf(ticket)}
            </Anchor>
            <Text size="sm" c="dimmed" mb={4}>
              {ticket.number}
            </Text>
            <TicketStateBadge state={ticket.state} />
          </div>
        ))}
      </Stack>
    </Panel>
  );
}

const SHOWN = 10;
/** One opens by itself a moment after a mail has failed. */
const LOOK_AGAIN_MILLISECONDS = 15_000;
