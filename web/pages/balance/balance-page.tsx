import { Alert, Button, Flex, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconCreditCard, IconHourglass, IconListDetails } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { Points, usePointsText } from '../../design/points';
import { useMay } from '../../shell/navigation';
import { BalanceAlert } from './balance-alert';
import { RechargesList } from './recharges-list';
import { useOpenInvoices } from './use-open-invoices';

/** What the company has, what is set aside, and what it has asked for. */
export function BalancePage() {
  const { t } = useTranslation();
  const balance = useQuery(
    trpc.balance.get.queryOptions({}, { refetchInterval: LOOK_AGAIN_MILLISECONDS }),
  );
  return (
    <>
      <PageHeader
        title={t('balancePage.title')}
        intro={t('balancePage.intro')}
        actions={
          <>
            <StatementButton />
            <RechargeButton />
          </>
        }
      />
      <Stack gap="lg">
        <FormError error={balance.error} onRetry={() => void balance.refetch()} />
        {balance.data && <WaitingForFunds balance={balance.data.balance} />}
        {balance.error === null && <Figures figures={balance.data} />}
        <RechargesList />
        <BalanceAlert />
      </Stack>
    </>
  );
}

/** Sends and payments change it while one looks. */
const LOOK_AGAIN_MILLISECONDS = 15_000;

function Figures({ figures }: { figures: { balance: number; held: number } | undefined }) {
  const { t } = useTranslation();
  return (
    <Panel p="lg">
      <Flex wrap="wrap" columnGap={64} rowGap="md">
        <Figure
          name={t('balancePage.balance')}
          points={figures?.balance}
          note={t('balancePage.balanceNote')}
        />
        <Figure
          name={t('balancePage.held')}
          points={figures?.held}
          note={t('balancePage.heldNote')}
        />
      </Flex>
    </Panel>
  );
}

function Figure({
  name,
  points,
  note,
}: {
  name: string;
  points: number | undefined;
  note: string;
}) {
  return (
    <Stack component="section" gap={2} aria-label={name} maw={320}>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      {points === undefined ? (
        <Skeleton height={36} width={140} my={4} />
      ) : (
        <Text fz={32} fw={650} lh={1.3}>
          <Points points={points} unit />
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {note}
      </Text>
    </Stack>
  );
}

/** Sends that wait because the balance is short, and how much they lack. */
function WaitingForFunds({ balance }: { balance: number }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const mayRecharge = useMay('balance.recharge');
  const open = useOpenInvoices();
  const { data: waiting } = useQuery(
    trpc.distributions.list.queryOptions(
      { status: 'awaiting_funds', limit: MOST_WAITING },
      { refetchInterval: LOOK_AGAIN_MILLISECONDS },
    ),
  );
  const count = waiting?.items.length ?? 0;
  if (waiting === undefined || open === undefined || count === 0) return null;
  const needed = waiting.items.reduce((sum, { points }) => sum + points, 0);
  const missing = Math.max(needed - balance, 1);
  const { newest } = open;
  const notInvoiced = missing - open.points;
  return (
    <Alert
      color="yellow"
      icon={<IconHourglass aria-hidden />}
      title={t('balancePage.waitingTitle', { count })}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          {t('balancePage.waiting', {
            count,
            needed: pointsText(needed),
            missing: pointsText(missing),
          })}
        </Text>
        {newest && (
          <Text size="sm">{t('balancePage.invoiced', { points: pointsText(open.points) })}</Text>
        )}
        <Group gap="xs">
          {newest && (
            <Button
              size="xs"
              renderRoot={(props) => (
                <Link to="/balance/recharges/$id" params={{ id: newest.id }} {...props} />
              )}
            >
              {t('balancePage.openInvoice', { invoice: newest.invoiceNumber ?? '' })}
            </Button>
          )}
          {mayRecharge && notInvoiced > 0 && (
            <Button
              size="xs"
              variant={newest ? 'default' : 'filled'}
              renderRoot={(props) => (
                <Link to="/balance/recharge" search={{ points: notInvoiced }} {...props} />
              )}
            >
              {t('balancePage.rechargeMissing', { points: pointsText(notInvoiced) })}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            renderRoot={(props) => (
              <Link to="/distributions" search={{ status: 'awaiting_funds' }} {...props} />
            )}
          >
            {t('balancePage.showWaiting')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

/** The most that one answer holds. */
const MOST_WAITING = 200;

function StatementButton() {
  const { t } = useTranslation();
  return (
    <Button
      variant="default"
      leftSection={<IconListDetails size={16} aria-hidden />}
      renderRoot={(props) => <Link to="/balance/statement" {...props} />}
    >
      {t('balancePage.statement')}
    </Button>
  );
}

export function RechargeButton() {
  const { t } = useTranslation();
  if (!useMay('balance.recharge')) return null;
  return (
    <Button
      leftSection={<IconCreditCard size={16} aria-hidden />}
      renderRoot={(props) => <Link to="/balance/recharge" {...props} />}
    >
      {t('balancePage.recharge')}
    </Button>
  );
}
