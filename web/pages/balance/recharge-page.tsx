import { Alert, Anchor, Button, Grid, Group, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconFileTypePdf } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { Fact, Facts } from '../../design/facts';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { Points, usePointsText } from '../../design/points';
import { When } from '../../design/when';
import { PageLoading } from '../../shell/page-loading';
import { useMay } from '../../shell/navigation';
import { useFormat } from '../../texts/use-format';
import { RechargeStatusBadge } from './recharge-status-badge';
import { WaysToPay } from './ways-to-pay';

const route = getRouteApi('/admin/balance/recharges/$id');

export type Recharge = Outputs['recharges']['get'];

/** One recharge: what is awaited, how to pay it, its invoice. */
export function RechargePage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(
    trpc.recharges.get.queryOptions(
      { id },
      {
        // A payment comes from elsewhere: the provider, or the bank.
        refetchInterval: ({ state }) =>
          state.data?.status === 'awaiting_payment' && LOOK_AGAIN_MILLISECONDS,
      },
    ),
  );
  if (error !== null) return <FormError error={error} onRetry={() => void refetch()} />;
  return data === undefined ? <PageLoading /> : <Loaded recharge={data} />;
}

const LOOK_AGAIN_MILLISECONDS = 3_000;

function Loaded({ recharge }: { recharge: Recharge }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  useFreshBalance(recharge.status);
  const { status, points, invoiceNumber, invoiceUrl } = recharge;
  return (
    <>
      <PageHeader
        title={t('recharge.title', { points: pointsText(points) })}
        beside={<RechargeStatusBadge status={status} />}
        intro={
          <Anchor renderRoot={(props) => <Link to="/balance" {...props} />}>
            {t('recharge.back')}
          </Anchor>
        }
        actions={<CancelButton recharge={recharge} />}
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <div role="status">
            <WhatNext recharge={recharge} />
          </div>
          {status === 'awaiting_payment' && <WaysToPay recharge={recharge} />}
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Panel p="lg">
            <Group justify="space-between" mb="md">
              <Title order={2}>{t('recharge.details')}</Title>
              {invoiceUrl !== null && (
                <Button
                  component="a"
                  href={invoiceUrl}
                  download={`${invoiceNumber ?? 'invoice'}.pdf`}
                  size="xs"
                  variant="default"
                  leftSection={<IconFileTypePdf size={16} aria-hidden />}
                >
                  {t('recharge.invoicePdf')}
                </Button>
              )}
            </Group>
            <Details recharge={recharge} />
          </Panel>
        </Grid.Col>
      </Grid>
    </>
  );
}

/** What was paid has changed what other pages show. */
function useFreshBalance(status: Recharge['status']): void {
  const client = useQueryClient();
  useEffect(() => {
    if (status === 'awaiting_payment') return;
    for (const resource of [trpc.balance, trpc.statement, trpc.distributions]) {
      void client.invalidateQueries(resource.pathFilter());
    }
    void client.invalidateQueries(trpc.recharges.list.pathFilter());
  }, [client, status]);
}

/** In a sentence: what has happened, and who has to do what now. */
function WhatNext({ recharge }: { recharge: Recharge }) {
  const { t } = useTranslation();
  const { money, day } = useFormat();
  const pointsText = usePointsText();
  const { status, amountMinor, currency, points, expiresAt } = recharge;
  if (status === 'paid') {
    return (
      <Alert
        color="teal"
        icon={<IconCircleCheck aria-hidden />}
        title={t('recharge.paidTitle', { points: pointsText(points) })}
      >
        {t('recharge.paid')}
      </Alert>
    );
  }
  if (status !== 'awaiting_payment') {
    return <Alert color="gray">{t(`recharge.${status}`)}</Alert>;
  }
  if (amountMinor === null || currency === null || expiresAt === null) return null;
  return (
    <Text mb="md">
      {t('recharge.awaited', { amount: money({ amountMinor, currency }), day: day(expiresAt) })}
    </Text>
  );
}

function Details({ recharge }: { recharge: Recharge }) {
  const { t } = useTranslation();
  const { money } = useFormat();
  const { amountMinor, currency, invoiceNumber, billingReference, note } = recharge;
  const texts = [
    [t('recharge.invoice'), invoiceNumber],
    [
      t('recharge.amount'),
      amountMinor === null || currency === null ? null : money({ amountMinor, currency }),
    ],
    [t('recharge.billingReference'), billingReference],
    [t('recharge.note'), note],
    [t('recharge.paymentReference'), recharge.paymentReference],
  ] as const;
  const times = [
    [t('recharge.requestedAt'), recharge.requestedAt],
    [t('recharge.expiresAt'), recharge.status === 'awaiting_payment' ? recharge.expiresAt : null],
    [t('recharge.paidAt'), recharge.paidAt],
    [t('recharge.endedAt'), recharge.status === 'paid' ? null : recharge.endedAt],
  ] as const;
  return (
    <Facts>
      <Fact name={t('recharge.points')}>
        <Points points={recharge.points} />
      </Fact>
      {texts.map(
        ([name, text]) =>
          text !== null && (
            <Fact key={name} name={name}>
              {text}
            </Fact>
          ),
      )}
      {times.map(
        ([name, at]) =>
          at !== null && (
            <Fact key={name} name={name}>
              <When at={at} />
            </Fact>
          ),
      )}
    </Facts>
  );
}

function CancelButton({ recharge }: { recharge: Recharge }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mayRecharge = useMay('balance.recharge');
  const { id, status, invoiceNumber } = recharge;
  const cancel = useMutation(
    trpc.recharges.cancel.mutationOptions({
      onSuccess: (cancelled) => client.setQueryData(trpc.recharges.get.queryKey({ id }), cancelled),
      // Refused because it was paid or has expired meanwhile: the page shows which.
      onError: () => client.invalidateQueries(trpc.recharges.get.queryFilter({ id })),
    }),
  );
  if (status !== 'awaiting_payment' || !mayRecharge) return null;
  return (
    <ConfirmButton
      variant="default"
      label={t('recharge.cancel')}
      confirmLabel={t('recharge.cancelConfirm')}
      sentence={t('recharge.cancelSentence', { invoice: invoiceNumber ?? '' })}
      isDangerous
      onConfirm={() => cancel.mutateAsync({ id })}
    />
  );
}
