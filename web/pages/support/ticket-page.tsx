import { Alert, Anchor, Button, Grid, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconFlame, IconPackage } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { useReasonTexts } from '../../design/reason-texts';
import { PageLoading } from '../../shell/page-loading';
import { Conversation } from './conversation';
import { Reply } from './reply';
import { ReversalRequests } from './reversal-requests';
import { StateActions } from './state-actions';
import { TicketAudit } from './ticket-audit';
import { PriorityBadge, TicketStateBadge } from './ticket-badges';
import { TicketDetails } from './ticket-details';
import { TicketPayment } from './ticket-payment';
import { TicketRewards } from './ticket-rewards';
import { TimeLeft } from './time-left';
import type { SupportTicket } from './support-types';

const route = getRouteApi('/admin/support/tickets/$id');

/** All that is needed to help: what happened, who asks, and what can be done about it. */
export function TicketPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(
    trpc.support.ticket.queryOptions(
      { id },
      { refetchInterval: ({ state }) => pauseBeforeNextLook(state.data) },
    ),
  );
  if (data === undefined && error !== null) {
    return <FormError error={error} onRetry={() => void refetch()} />;
  }
  // Of another ticket, nothing that was typed or opened may stay.
  return data === undefined ? <PageLoading /> : <Loaded key={id} ticket={data} />;
}

/** A mail on its way arrives within seconds; for the rest, other people write and act. */
function pauseBeforeNextLook(ticket: SupportTicket | undefined): number {
  const isMoving = ticket?.rewards.some(({ status }) => status === 'credited') ?? false;
  return isMoving ? 2_000 : 15_000;
}

function Loaded({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation();
  const { subjectOf } = useReasonTexts();
  const { number, state, priority } = ticket;
  // What somebody asks is read first; of what opened by itself, what happened.
  const isAsked = ticket.openedBy !== 'workflow';
  const rewards = ticket.rewards.length > 0 && <TicketRewards key="rewards" ticket={ticket} />;
  const talk = <Talk key="talk" ticket={ticket} />;
  return (
    <>
      <Anchor size="sm" renderRoot={(props) => <Link to="/support" {...props} />}>
        <Group gap={4} component="span" display="inline-flex">
          <IconArrowLeft size={14} aria-hidden />
          {t('supportTicket.back')}
        </Group>
      </Anchor>
      <PageHeader
        title={t('supportTicket.title', { number, subject: subjectOf(ticket) })}
        intro={
          <Group gap="xs" component="span">
            {state !== 'resolved' && <TimeLeft ticket={ticket} />}
            <TicketStateBadge state={state} />
            <PriorityBadge priority={priority} />
          </Group>
        }
        actions={<StateActions ticket={ticket} />}
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="lg">
            <About ticket={ticket} />
            <ReversalRequests ticket={ticket} />
            {isAsked ? [talk, rewards] : [rewards, talk]}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack gap="lg">
            <TicketDetails ticket={ticket} />
            <TicketAudit ticket={ticket} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

function Talk({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation();
  return (
    <Panel p="lg">
      <Title order={2} mb="md">
        {t('supportTicket.conversation')}
      </Title>
      <Conversation ticket={ticket} />
      <Reply ticket={ticket} />
    </Panel>
  );
}

/** An incident, a part of one, an order, a payment: what this ticket hangs on. */
function About({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation();
  const { company, openedBy, incidentId, orderId, payment } = ticket;
  if (payment !== null) return <TicketPayment payment={payment} />;
  if (openedBy === 'workflow' && company === null) return <Incident ticket={ticket} />;
  return (
    <>
      {incidentId !== null && (
        <Alert color="orange" icon={<IconFlame aria-hidden />} variant="light">
          <Group justify="space-between">
            <Text size="sm">{t('supportTicket.partOfIncident')}</Text>
            <Button
              size="xs"
              variant="default"
              renderRoot={(props) => (
                <Link to="/support/tickets/$id" params={{ id: incidentId }} {...props} />
              )}
            >
              {t('supportTicket.toIncident')}
            </Button>
          </Group>
        </Alert>
      )}
      {orderId !== null && (
        <Alert icon={<IconPackage aria-hidden />} variant="light">
          <Group justify="space-between">
            <Text size="sm">{t('supportTicket.aboutOrder')}</Text>
            <Button
              size="xs"
              variant="default"
              renderRoot={(props) => (
                <Link to="/support/orders/$id" params={{ id: orderId }} {...props} />
              )}
            >
              {t('supportTicket.toOrder')}
            </Button>
          </Group>
        </Alert>
      )}
    </>
  );
}

function Incident({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation();
  const { subjectOf } = useReasonTexts();
  const explained = useQuery(
    trpc.support.queue.queryOptions({
      incidentId: ticket.id,
      states: ['open', 'waiting_for_customer', 'resolved'],
      limit: SHOWN_TICKETS,
    }),
  );
  const items = explained.data?.items ?? [];
  return (
    <Panel p="lg">
      <Stack gap="sm">
        <Title order={2}>{t('supportTicket.incident')}</Title>
        <Text size="sm">{t('supportTicket.incidentText')}</Text>
        <Title order={3}>{t('supportTicket.explained')}</Title>
        <FormError error={explained.error} onRetry={() => void explained.refetch()} />
        {explained.isSuccess && items.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('supportTicket.explainedNone')}
          </Text>
        )}
        {items.map((part) => (
          <Group key={part.id} gap="xs">
            <Anchor
              size="sm"
              renderRoot={(props) => (
                <Link to="/support/tickets/$id" params={{ id: part.id }} {...props} />
              )}
            >
              {`${part.number} · ${part.company?.name ?? subjectOf(part)}`}
            </Anchor>
            <TicketStateBadge state={part.state} />
          </Group>
        ))}
      </Stack>
    </Panel>
  );
}

const SHOWN_TICKETS = 100;
