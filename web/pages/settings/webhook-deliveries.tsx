import { Button, Group, Select, Text, Title } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type WebhookDeliveryStatus,
  webhookDeliveryStatuses,
} from '../../../domain/webhook-events';
import { type Outputs, trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { type Column, DataTable } from '../../design/data-table';
import { EmptyState } from '../../design/empty-state';
import type { Tone } from '../../design/status-badge';
import { useCursorPages } from '../../design/use-cursor-pages';
import { useToast } from '../../design/use-toast';
import { When } from '../../design/when';
import { useFormat } from '../../texts/use-format';
import type { Webhook } from './webhook-dialog';
import { Whole } from './webhook-state';

type Delivery = Outputs['webhooks']['deliveries']['items'][number];

/** What was sent to an endpoint, newest event first, as it goes on. */
export function WebhookDeliveries({ webhook, mayManage }: Props) {
  const { t } = useTranslation();
  const [status, setStatus] = useState<WebhookDeliveryStatus>();
  const filter = { id: webhook.id, ...(status !== undefined && { status }) };
  const { cursor, pagingOf } = useCursorPages(filter);
  const list = useQuery(
    trpc.webhooks.deliveries.queryOptions(
      { ...filter, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
      { placeholderData: keepPreviousData, refetchInterval: LOOK_MILLISECONDS },
    ),
  );
  return (
    <>
      <Title order={2}>{t('webhooks.deliveries')}</Title>
      <Text size="sm" c="dimmed" mb="md">
        {t('webhooks.deliveriesIntro')}
      </Text>
      <Group mb="md" align="flex-end" justify="space-between">
        <Select
          w={220}
          label={t('webhooks.filter')}
          placeholder={t('webhooks.allDeliveries')}
          clearable
          clearButtonProps={{ 'aria-label': t('webhooks.clearFilter') }}
          data={webhookDeliveryStatuses.map((value) => ({
            value,
            label: t(`webhookDelivery.${value}`),
          }))}
          value={status ?? null}
          onChange={(value) => setStatus(webhookDeliveryStatuses.find((one) => one === value))}
        />
        {mayManage && <AgainFailedButton webhook={webhook} />}
      </Group>
      <DataTable
        caption={t('webhooks.deliveriesCaption')}
        columns={useColumns({ webhook, mayManage })}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        query={list}
        paging={pagingOf(list.data)}
        empty={
          <EmptyState
            icon={<IconSend />}
            title={t(status === undefined ? 'webhooks.noDeliveriesTitle' : 'webhooks.noneTitle')}
            text={t(status === undefined ? 'webhooks.noDeliveriesText' : 'webhooks.noneText')}
            action={
              status !== undefined && (
                <Button variant="default" onClick={() => setStatus(undefined)}>
                  {t('webhooks.clearFilter')}
                </Button>
              )
            }
          />
        }
      />
    </>
  );
}

interface Props {
  webhook: Webhook;
  mayManage: boolean;
}

const PAGE_SIZE = 25;

/** As an attempt takes. */
const LOOK_MILLISECONDS = 2_000;

function useColumns({ webhook, mayManage }: Props): Column<Delivery>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      key: 'event',
      title: t('webhooks.event'),
      cell: ({ eventType, occurredAt }) => (
        <>
          <EventType type={eventType} />
          <When at={occurredAt} />
        </>
      ),
    },
    {
      key: 'state',
      title: t('webhooks.state'),
      cell: ({ status, attempts, nextAttemptAt }) => (
        <>
          <Whole tone={tones[status]}>{t(`webhookDelivery.${status}`)}</Whole>
          <Text size="sm" c="dimmed">
            {t('webhooks.attempts', { count: attempts })}
            {nextAttemptAt !== null &&
              `, ${t('webhooks.nextAt', { time: format.time(nextAttemptAt) })}`}
          </Text>
        </>
      ),
    },
    {
      key: 'answer',
      title: t('webhooks.answer'),
      cell: (delivery) => <Answer delivery={delivery} />,
    },
    ...(mayManage && webhook.status === 'enabled'
      ? [
          {
            key: 'actions',
            title: t('webhooks.actions'),
            cell: (delivery: Delivery) => <AgainButton webhook={webhook} delivery={delivery} />,
          },
        ]
      : []),
  ];
}

/** Its long names are broken where a reader would. */
function EventType({ type }: { type: string }) {
  const parts = type.split(/(?<=[._])/);
  return (
    <Text size="sm" fw={550} style={{ overflowWrap: 'normal', wordBreak: 'normal' }}>
      {parts.map((part) => (
        <Fragment key={part}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </Text>
  );
}

const tones: Record<WebhookDeliveryStatus, Tone> = {
  pending: 'waiting',
  delivered: 'good',
  failed: 'bad',
};

function Answer({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const { lastAttemptAt, lastHttpStatus, lastError, lastResponse } = delivery;
  if (lastAttemptAt === null) return t('webhooks.noAttempt');
  const said = lastError ?? lastResponse ?? '';
  return (
    <>
      <Text size="sm" fw={550}>
        {lastHttpStatus === null ? t('webhooks.noAnswer') : lastHttpStatus}
      </Text>
      {said !== '' && (
        <Text size="sm" c="dimmed" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
          {said}
        </Text>
      )}
    </>
  );
}

function AgainButton({ webhook, delivery }: { webhook: Webhook; delivery: Delivery }) {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const again = useMutation(
    trpc.webhooks.redeliver.mutationOptions({
      onSuccess: () => {
        toast(t('webhooks.againDone'));
        return client.invalidateQueries(trpc.webhooks.pathFilter());
      },
    }),
  );
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={t('webhooks.againOf', { event: delivery.eventType })}
      loading={again.isPending}
      onClick={() => again.mutate({ id: webhook.id, deliveryId: delivery.id })}
    >
      {t('webhooks.again')}
    </Button>
  );
}

function AgainFailedButton({ webhook: { id, failed, status } }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const again = useMutation(
    trpc.webhooks.redeliverFailed.mutationOptions({
      onSuccess: ({ deliveries }) => {
        toast(t('webhooks.againFailedDone', { count: deliveries }));
        return client.invalidateQueries(trpc.webhooks.pathFilter());
      },
    }),
  );
  return (
    <ConfirmButton
      variant="default"
      label={t('webhooks.againFailed')}
      sentence={t('webhooks.againFailedSentence')}
      isOffered={failed > 0 && status === 'enabled'}
      onConfirm={() => again.mutateAsync({ id, since: thirtyDaysAgo() })}
    />
  );
}

/** Longer than deliveries are kept. */
function thirtyDaysAgo(): string {
  return new Date(Date.now() - 31 * 86_400_000).toISOString();
}
