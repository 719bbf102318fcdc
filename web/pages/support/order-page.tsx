import { Anchor, Grid, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { TimeLine } from '../../design/time-line';
import { PageLoading } from '../../shell/page-loading';
import { useFormat } from '../../texts/use-format';
import { useActionText } from './action-text';
import { useAgentName } from './author-name';
import { OrderActions } from './order-actions';
import { OrderDetails } from './order-details';
import { OrderItems } from './order-items';
import { OrderStatusBadge } from './ticket-badges';
import type { SupportOrder } from './support-types';

const route = getRouteApi('/admin/support/orders/$id');

/** One order: where it is, each attempt, what the carrier told, and what support can do. */
export function OrderPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(
    trpc.support.orders.get.queryOptions({ id }, { refetchInterval: REFRESH_MILLISECONDS }),
  );
  if (data === undefined && error !== null) {
    return <FormError error={error} onRetry={() => void refetch()} />;
  }
  return data === undefined ? <PageLoading /> : <Loaded key={id} order={data} />;
}

/** The carrier reports by itself. */
const REFRESH_MILLISECONDS = 10_000;

function Loaded({ order }: { order: SupportOrder }) {
  const { t } = useTranslation();
  return (
    <>
      <Anchor size="sm" renderRoot={(props) => <Link to="/support/orders" {...props} />}>
        <Group gap={4} component="span" display="inline-flex">
          <IconArrowLeft size={14} aria-hidden />
          {t('supportOrders.back')}
        </Group>
      </Anchor>
      <PageHeader
        title={t('supportOrder.title', { number: order.number })}
        beside={<OrderStatusBadge status={order.status} />}
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="lg">
            <Part title={t('supportOrder.goods')}>
              <OrderItems items={order.items} />
              <OrderActions order={order} />
            </Part>
            <Part title={t('timeLine.title')}>
              <Events order={order} />
            </Part>
            <Part title={t('supportOrder.callbacks')}>
              <Callbacks order={order} />
            </Part>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack gap="lg">
            <Part title={t('supportOrder.details')}>
              <OrderDetails order={order} />
            </Part>
            <Part title={t('supportOrder.mails')}>
              <Mails order={order} />
            </Part>
            <Part title={t('supportOrder.audit')}>
              <Audit order={order} />
            </Part>
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Panel p="lg">
      <Stack>
        <Title order={2}>{title}</Title>
        {children}
      </Stack>
    </Panel>
  );
}

function None({ children }: { children: string }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  );
}

function Events({ order }: { order: SupportOrder }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <TimeLine
      events={order.timeline.map(({ event, attempt, reason, at }, index) => {
        const known = attemptReasons.find((each) => each === reason);
        const parts = [
          attempt !== null && t('supportOrder.attempt', { number: number(attempt) }),
          known === undefined ? reason : t(`supportOrder.reasons.${known}`),
        ];
        const more = parts.filter(Boolean).join(': ');
        return {
          key: `${index}/${event}`,
          at,
          title: t(`supportOrder.events.${event}`),
          ...(more !== '' && { more: <Text size="sm">{more}</Text> }),
        };
      })}
    />
  );
}

const attemptReasons = ['nobody_home', 'wrong_address', 'refused', 'other'] as const;

function Callbacks({ order }: { order: SupportOrder }) {
  const { t } = useTranslation();
  if (order.callbacks.length === 0) return <None>{t('supportOrder.callbacksNone')}</None>;
  return (
    <TimeLine
      events={order.callbacks.map(({ kind, verdict, receivedAt }, index) => {
        const report = reports.find((each) => each === kind);
        const known = verdicts.find((each) => each === verdict);
        const what = report === undefined ? (kind ?? '') : t(`supportOrder.reports.${report}`);
        const said = known === undefined ? verdict : t(`supportOrder.verdicts.${known}`);
        return { key: String(index), at: receivedAt, title: `${what} (${said})` };
      })}
    />
  );
}

const reports = ['dispatched', 'attempt_failed', 'delivered', 'returned', 'lost'] as const;
const verdicts = [
  'applied',
  'unchanged',
  'contradiction',
  'duplicate',
  'forged',
  'out_of_tolerance',
  'malformed',
  'unknown_order',
] as const;

function Mails({ order }: { order: SupportOrder }) {
  const { t } = useTranslation();
  if (order.mails.length === 0) return <None>{t('supportOrder.mailsNone')}</None>;
  return (
    <TimeLine
      events={order.mails.map(({ id, kind, createdAt, sentAt, detail }) => {
        const known = mailKinds.find((each) => each === kind);
        return {
          key: id,
          at: sentAt ?? createdAt,
          title: known === undefined ? kind : t(`supportOrder.mailKinds.${known}`),
          more: (
            <>
              {sentAt === null && <Text size="sm">{t('supportOrder.mailWaits')}</Text>}
              {detail !== null && (
                <Text size="xs" c="dimmed" ff="monospace">
                  {detail}
                </Text>
              )}
            </>
          ),
        };
      })}
    />
  );
}

const mailKinds = [
  'placed',
  'dispatched',
  'attempt_failed',
  'delivered',
  'returned',
  'cancelled',
] as const;

function Audit({ order }: { order: SupportOrder }) {
  const { t } = useTranslation();
  const actionText = useActionText();
  const agentName = useAgentName();
  if (order.audit.length === 0) return <None>{t('supportOrder.auditNone')}</None>;
  const nameOf = (kind: string, id: string) =>
    kind === 'agent' ? agentName(id) : t('supportTicket.operator');
  return (
    <TimeLine
      events={order.audit.map(({ action, actorKind, actorId, reason, at }, index) => ({
        key: `${index}/${action}`,
        at,
        title: actionText(action),
        by: t('supportTicket.eventBy', { name: nameOf(actorKind, actorId) }),
        more: <Text size="sm">{reason}</Text>,
      }))}
    />
  );
}
