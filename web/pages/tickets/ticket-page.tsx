import { Anchor, Grid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { Fact, Facts } from '../../design/facts';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { Points } from '../../design/points';
import { RewardStatusBadge } from '../../design/status-badge';
import { When } from '../../design/when';
import { useReasonTexts } from '../../design/reason-texts';
import { useMay } from '../../shell/navigation';
import { PageLoading } from '../../shell/page-loading';
import { useFormat } from '../../texts/use-format';
import { About } from './ticket-about';
import { AnswerDue, TicketStateBadge } from './ticket-badge';
import { TicketMessages } from './ticket-messages';
import { TicketReply } from './ticket-reply';

const route = getRouteApi('/admin/tickets/$id');

export type Ticket = Outputs['tickets']['get'];

/** One question to support: what was written, until when it is answered, what it is about. */
export function TicketPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(
    trpc.tickets.get.queryOptions(
      { id },
      // Support's answer comes while one looks.
      { refetchInterval: LOOK_AGAIN_MILLISECONDS },
    ),
  );
  if (error !== null) return <FormError error={error} onRetry={() => void refetch()} />;
  return data === undefined ? <PageLoading /> : <Loaded ticket={data} />;
}

const LOOK_AGAIN_MILLISECONDS = 10_000;

function Loaded({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const { subjectOf } = useReasonTexts();
  const mayWrite = useMay('tickets.write');
  const { number, state } = ticket;
  return (
    <>
      <PageHeader
        title={subjectOf(ticket)}
        beside={<TicketStateBadge state={state} />}
        intro={`${number} · ${t(`tickets.meaning.${state}`)}`}
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Panel p="lg" mb="lg">
            <Title order={2} mb="md">
              {t('tickets.messages')}
            </Title>
            <TicketMessages messages={ticket.messages} />
            {mayWrite && <TicketReply ticket={ticket} />}
          </Panel>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <TicketFacts ticket={ticket} />
          <TicketRewards ticket={ticket} />
        </Grid.Col>
      </Grid>
    </>
  );
}

function TicketFacts({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const { cause, openedBy, createdAt, firstAnsweredAt, answerDueAt, resolvedAt } = ticket;
  const { distributionId } = ticket;
  const send = useQuery({
    ...trpc.distributions.get.queryOptions({ id: distributionId ?? '' }),
    enabled: distributionId !== null,
  });
  return (
    <Panel p="lg">
      <Title order={2} mb="md">
        {t('distribution.details')}
      </Title>
      <Stack gap="md">
        <Facts>
          <Fact name={t('tickets.cause')}>{t(`ticketCause.${cause}`)}</Fact>
          <Fact name={t('tickets.openedBy')}>{t(`tickets.opener.${openedBy}`)}</Fact>
          <Fact name={t('tickets.created')}>
            <When at={createdAt} />
          </Fact>
          {firstAnsweredAt !== null && (
            <Fact name={t('tickets.answered')}>
              <When at={firstAnsweredAt} />
            </Fact>
          )}
          {answerDueAt !== null && (
            <Fact name={t('tickets.due')}>
              <AnswerDue ticket={ticket} />
            </Fact>
          )}
          {resolvedAt !== null && (
            <Fact name={t('tickets.resolved')}>
              <When at={resolvedAt} />
            </Fact>
          )}
        </Facts>
        <About distribution={send.data} />
      </Stack>
    </Panel>
  );
}

/** The first hundred; a ticket of a whole send says how many more there are. */
function TicketRewards({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { rewards, rewardCount: count } = ticket;
  if (count === 0) return null;
  return (
    <Panel p="lg" mt="lg">
      <Title order={2} mb="md">
        {t('distribution.rewardsCount', { count, number: number(count) })}
      </Title>
      <Stack gap="md">
        {rewards.map(({ id, distributionId, name, email, points, status }) => (
          <div key={id}>
            <Anchor
              size="sm"
              fw={550}
              renderRoot={(props) => (
                <Link
                  to="/distributions/$id/rewards/$rewardId"
                  params={{ id: distributionId, rewardId: id }}
                  {...props}
                />
              )}
            >
              {name}
            </Anchor>
            <Text size="sm" c="dimmed">
              {`${email} · `}
              <Points points={points} unit />
            </Text>
            <RewardStatusBadge status={status} />
          </div>
        ))}
        {count > rewards.length && (
          <Text size="sm" c="dimmed">
            {t('tickets.moreRewards', { number: number(count - rewards.length) })}
          </Text>
        )}
      </Stack>
    </Panel>
  );
}
