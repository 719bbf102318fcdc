import { Alert, Anchor, Button, Grid, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconFileTypePdf } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isOrderFinal } from '../../../domain/order-states';
import { type Outputs, trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { Fact, Facts } from '../../design/facts';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { Points, usePointsText } from '../../design/points';
import { PageLoading } from '../../shell/page-loading';
import { useFormat } from '../../texts/use-format';
import { OrderAddress } from './order-address';
import { OrderEvents } from './order-events';
import { OrderStatusBadge } from './order-status-badge';

const route = getRouteApi('/wallet/orders/$id');

export type Order = Outputs['recipientOrders']['get'];

/** One order: what happens with it now, what one can still do, and where its points went. */
export function OrderPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(
    trpc.recipientOrders.get.queryOptions(
      { id },
      {
        // The carrier reports whenever something happens.
        refetchInterval: ({ state }) =>
          state.data === undefined || isOrderFinal(state.data.status)
            ? false
            : LOOK_AGAIN_MILLISECONDS,
      },
    ),
  );
  if (error !== null && data === undefined)
    return <FormError error={error} onRetry={() => void refetch()} />;
  return data === undefined ? <PageLoading /> : <Loaded order={data} />;
}

const LOOK_AGAIN_MILLISECONDS = 4_000;

function Loaded({ order }: { order: Order }) {
  const { t } = useTranslation();
  useFreshWallet(order.status);
  const { number, status, trackingUrl } = order;
  return (
    <>
      <PageHeader
        title={t('order.title', { number })}
        beside={<OrderStatusBadge status={status} />}
        intro={
          <Anchor renderRoot={(props) => <Link to="/wallet" {...props} />}>
            {t('order.back')}
          </Anchor>
        }
        actions={<CancelButton order={order} />}
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, sm: 7 }}>
          <Stack gap="lg">
            <div role="status">
              <Now order={order} />
            </div>
            {trackingUrl !== null && (
              <Anchor href={trackingUrl} target="_blank" rel="noreferrer">
                {t('order.track')}
              </Anchor>
            )}
            <Panel p="lg">
              <Title order={2} mb="md">
                {t('order.goods')}
              </Title>
              <GoodsOf order={order} />
            </Panel>
            <OrderAddress key={order.version} order={order} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 5 }}>
          <Panel p="lg">
            <Title order={2} mb="md">
              {t('timeLine.title')}
            </Title>
            <OrderEvents order={order} />
          </Panel>
        </Grid.Col>
      </Grid>
    </>
  );
}

/** Points that have come back stand in the head of the page at once. */
function useFreshWallet(status: Order['status']): void {
  const client = useQueryClient();
  useEffect(() => {
    void client.invalidateQueries(trpc.recipient.pathFilter());
    void client.invalidateQueries(trpc.recipientOrders.list.pathFilter());
  }, [client, status]);
}

/** In a sentence: how it stands, and what comes next. */
function Now({ order }: { order: Order }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { status, attempts, creditNote } = order;
  if (creditNote !== null) return <CreditNote note={creditNote} />;
  if (status === 'delivered') {
    return (
      <Alert color="teal" icon={<IconCircleCheck aria-hidden />} title={t('order.now.delivered')}>
        {t('order.deliveredNext')}
      </Alert>
    );
  }
  return <Text>{t(`order.now.${status}`, { attempts: number(attempts) })}</Text>;
}

function CreditNote({ note }: { note: NonNullable<Order['creditNote']> }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  return (
    <Alert
      color="teal"
      icon={<IconCircleCheck aria-hidden />}
      title={t('order.credited', { points: pointsText(note.points) })}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t(`order.creditReasons.${note.reason}`)}</Text>
        <Button
          component="a"
          href={`/credit-notes/${note.number}.pdf`}
          target="_blank"
          size="xs"
          variant="default"
          leftSection={<IconFileTypePdf size={16} aria-hidden />}
        >
          {t('order.creditNote', { number: note.number })}
        </Button>
      </Stack>
    </Alert>
  );
}

function GoodsOf({ order: { items, points } }: { order: Order }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <Facts>
      {items.map(({ goodsId, name, variant, quantity, pricePoints }) => (
        <Fact
          key={`${goodsId}/${variant ?? ''}`}
          name={[`${number(quantity)} × ${name}`, variant].filter(Boolean).join(', ')}
        >
          <Points points={quantity * pricePoints} />
        </Fact>
      ))}
      <Fact name={t('order.total')}>
        <Text fw={650} inherit component="span">
          <Points points={points} unit />
        </Text>
      </Fact>
    </Facts>
  );
}

function CancelButton({ order }: { order: Order }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const client = useQueryClient();
  const { id, status, points, canCancel } = order;
  const cancel = useMutation(
    trpc.recipientOrders.cancel.mutationOptions({
      onSuccess: (changed) =>
        client.setQueryData(trpc.recipientOrders.get.queryKey({ id }), changed),
      onError: () => client.invalidateQueries(trpc.recipientOrders.get.queryFilter({ id })),
    }),
  );
  if (isOrderFinal(status) || status === 'cancelling') return null;
  return (
    <ConfirmButton
      variant="default"
      label={t('order.cancel')}
      confirmLabel={t('order.cancelConfirm')}
      sentence={t('order.cancelSentence', { points: pointsText(points) })}
      disabledReason={canCancel ? undefined : t('order.cancelTooLate')}
      isDangerous
      onConfirm={() => cancel.mutateAsync({ id })}
    />
  );
}
