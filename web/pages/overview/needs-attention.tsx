import { Anchor, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../design/panel';
import { usePointsText } from '../../design/points';
import { ToWaiting, useAwaitingApproval } from '../distributions/waits-for-me';
import { useFormat } from '../../texts/use-format';
import type { Overview } from './overview-page';

/** What does not go on by itself, each with the way to where it is mended. */
export function NeedsAttention({ attention }: Pick<Overview, 'attention'>) {
  const { t } = useTranslation();
  const items = useItems(attention);
  return (
    <Panel p="lg" h="100%">
      <Title order={2} mb="md">
        {t('overview.attention')}
      </Title>
      {items.length === 0 ? <AllIsWell /> : <Stack gap="md">{items}</Stack>}
    </Panel>
  );
}

function useItems(attention: Overview['attention']) {
  const { failedRewards, awaitingFunds, ticketsWaitingForCompany, ticketsNearDeadline } = attention;
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const { number, time } = useFormat();
  const { notCharged, emailFailed } = failedRewards;
  const waiting = useAwaitingApproval();
  const items: ReactNode[] = [];
  const count = (value: number) => ({ count: value, number: number(value) });
  if (waiting !== undefined && waiting.distributions > 0) {
    const what = { ...count(waiting.distributions), points: pointsText(waiting.points) };
    items.push(
      <Item key="approvals" what={t('approval.waitFor', what)}>
        <ToWaiting size="sm" />
      </Item>,
    );
  }
  if (emailFailed > 0) {
    items.push(
      <Item key="email" what={t('overview.emailFailed', count(emailFailed))}>
        <ToFailed />
      </Item>,
    );
  }
  if (notCharged > 0) {
    items.push(
      <Item key="failed" what={t('overview.notCharged', count(notCharged))}>
        <ToFailed />
      </Item>,
    );
  }
  if (awaitingFunds.distributions > 0) {
    const { distributions, points } = awaitingFunds;
    const what = { ...count(distributions), points: pointsText(points) };
    items.push(
      <Item key="funds" what={t('overview.awaitingFunds', what)}>
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <Link to="/distributions" search={{ status: 'awaiting_funds' }} {...props} />
          )}
        >
          {t('overview.toFunds')}
        </Anchor>
      </Item>,
    );
  }
  if (ticketsWaitingForCompany > 0) {
    items.push(
      <Item key="answers" what={t('overview.ticketAnswers', count(ticketsWaitingForCompany))}>
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <Link to="/tickets" search={{ state: 'waiting_for_customer' }} {...props} />
          )}
        >
          {t('overview.toAnswers')}
        </Anchor>
      </Item>,
    );
  }
  if (ticketsNearDeadline.tickets > 0) {
    const { tickets, nextDeadline } = ticketsNearDeadline;
    const until = nextDeadline === null ? '' : time(nextDeadline);
    items.push(
      <Item key="tickets" what={t('overview.tickets', { ...count(tickets), time: until })}>
        <Anchor
          size="sm"
          renderRoot={(props) => <Link to="/tickets" search={{ state: 'open' }} {...props} />}
        >
          {t('overview.toTickets')}
        </Anchor>
      </Item>,
    );
  }
  return items;
}

function ToFailed() {
  const { t } = useTranslation();
  return (
    <Anchor
      size="sm"
      renderRoot={(props) => <Link to="/distributions" search={{ failed: true }} {...props} />}
    >
      {t('overview.toFailed')}
    </Anchor>
  );
}

function Item({ what, children }: { what: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" fw={550}>
        {what}
      </Text>
      {children}
    </div>
  );
}

function AllIsWell() {
  const { t } = useTranslation();
  return (
    <Stack align="center" gap="xs" py="lg">
      <ThemeIcon size={40} radius="xl" variant="light" aria-hidden>
        <IconCheck />
      </ThemeIcon>
      <Text c="dimmed" size="sm" ta="center">
        {t('overview.allIsWell')}
      </Text>
    </Stack>
  );
}
