import { Alert, Anchor, Box, Grid, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { usePointsText } from '../../design/points';
import { ReasonText } from '../../design/reason-text';
import { DistributionStatusBadge } from '../../design/status-badge';
import { TimeLine } from '../../design/time-line';
import { useMay } from '../../shell/navigation';
import { useOpenInvoices } from '../balance/use-open-invoices';
import { PageLoading } from '../../shell/page-loading';
import { useFormat } from '../../texts/use-format';
import { AwaitingApproval, Decision } from './awaiting-approval';
import { chargedOf } from './charged-of';
import { DistributionActions } from './distribution-actions';
import { DistributionDetails } from './distribution-details';
import { DistributionTickets } from './distribution-tickets';
import { isMoving, LiveProgress } from './live-progress';
import { RewardsList } from './rewards-list';
import { ScheduledResends } from './scheduled-resends';

const route = getRouteApi('/admin/distributions/$id');

export type Distribution = Outputs['distributions']['get'];

/** One send: how far it is, its rewards, what happened to it. */
export function DistributionPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(
    trpc.distributions.get.queryOptions(
      { id },
      { refetchInterval: ({ state }) => pauseBeforeNextLook(state.data) },
    ),
  );
  if (error !== null) return <FormError error={error} onRetry={() => void refetch()} />;
  return data === undefined ? <PageLoading /> : <Loaded distribution={data} />;
}

/**
 * The live progress tells what moves. This look covers what it does not: the moment between the last
 * mail and the end of the send, and people who register days later.
 */
function pauseBeforeNextLook(distribution: Distribution | undefined): number | false {
  if (distribution === undefined || !isMoving(distribution.status)) return false;
  const { pending = 0, credited = 0, awaiting_registration: invited = 0 } = distribution.counts;
  return pending + credited + invited === 0 ? 1_000 : 15_000;
}

function Loaded({ distribution }: { distribution: Distribution }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const mayViewTickets = useMay('tickets.view');
  const { points, status, reason } = distribution;
  return (
    <>
      <PageHeader
        title={t('distribution.title', {
          points: pointsText(points),
          count: chargedOf(distribution),
        })}
        beside={<DistributionStatusBadge status={status} />}
        actions={<DistributionActions distribution={distribution} />}
        intro={reason && <ReasonOfSend reason={reason} />}
      />
      {status === 'awaiting_approval' && <AwaitingApproval distribution={distribution} />}
      <Decision distribution={distribution} />
      {status === 'awaiting_funds' && <WaitsForFunds />}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <ScheduledResends id={distribution.id} />
          {isNotSent(status) ? null : <LiveProgress distribution={distribution} />}
          <RewardsList distribution={distribution} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <DistributionDetails distribution={distribution} />
          {mayViewTickets && <DistributionTickets id={distribution.id} />}
          <Panel p="lg" mt="lg">
            <Title order={2} mb="md">
              {t('timeLine.title')}
            </Title>
            <Events distribution={distribution} />
          </Panel>
        </Grid.Col>
      </Grid>
    </>
  );
}

/** With the invoice that is open already, so that nobody asks for a second. */
function WaitsForFunds() {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const open = useOpenInvoices();
  const invoice = open?.newest;
  return (
    <Alert color="yellow" variant="light" mb="lg">
      {t('distribution.waitsForFunds')}{' '}
      {invoice === undefined ? (
        open && (
          <Anchor inherit renderRoot={(props) => <Link to="/balance" {...props} />}>
            {t('distribution.toBalance')}
          </Anchor>
        )
      ) : (
        <Anchor
          inherit
          renderRoot={(props) => (
            <Link to="/balance/recharges/$id" params={{ id: invoice.id }} {...props} />
          )}
        >
          {t('distribution.toInvoice', {
            invoice: invoice.invoiceNumber ?? '',
            points: pointsText(invoice.points),
          })}
        </Anchor>
      )}
    </Alert>
  );
}

/** Why a send waits or ended. Its rows are fixed: to take some out is no way on any more. */
function ReasonOfSend({ reason }: { reason: NonNullable<Distribution['reason']> }) {
  const { t } = useTranslation();
  if (reason.code !== 'insufficient_balance') return <ReasonText reason={reason} />;
  return (
    <Text component="span" size="sm" display="block">
      {t('distribution.balanceShort')}
    </Text>
  );
}

/** It did not go out, so there is nothing to be far with. */
function isNotSent(status: Distribution['status']): boolean {
  return status === 'cancelled' || status === 'rejected' || status === 'awaiting_approval';
}

function Events({ distribution }: { distribution: Distribution }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = ({ kind, name }: Distribution['timeline'][number]['actor']) => {
    if (kind === 'system') return t('distribution.bySystem');
    if (kind === 'operator') return t('distribution.byOperator');
    return kind === 'api_key' ? t('distribution.byKey', { name: name ?? '' }) : (name ?? '');
  };
  return (
    <TimeLine
      events={distribution.timeline.map(({ at, event, actor, reason, after }, index) => ({
        key: `${index}/${event}`,
        at,
        title: t(`distribution.events.${event}`),
        by: t('distribution.by', { actor: nameOf(actor) }),
        more: (
          <>
            {after?.status === 'scheduled' && after.sendAt !== null && (
              <Box fz="sm" c="dimmed">
                {`${t('distribution.scheduledFor')}: ${format.time(after.sendAt)}`}
              </Box>
            )}
            {reason && <ReasonOfSend reason={reason} />}
          </>
        ),
      }))}
    />
  );
}
