import { Accordion, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { Panel } from '../../design/panel';
import { Points } from '../../design/points';
import { ReasonText } from '../../design/reason-text';
import { useReasonTexts } from '../../design/reason-texts';
import { RewardStatusBadge } from '../../design/status-badge';
import { TimeLine } from '../../design/time-line';
import { useFormat } from '../../texts/use-format';
import { ActButton } from './act-button';
import { hasFailedMail, RewardActions } from './reward-actions';
import classes from './ticket-rewards.module.css';
import { useAfterAct } from './use-after-act';
import type { SupportTicket, TicketReward } from './support-types';

/** The rewards that a ticket is about: state, why, time line, and what can be done for each. */
export function TicketRewards({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { rewards, rewardCount } = ticket;
  return (
    <Panel>
      <Group justify="space-between" px="md" pt="lg" pb="xs">
        <Title order={2}>{t('supportTicket.rewards')}</Title>
        {rewards.filter(hasFailedMail).length > 1 && <RetryAll ticket={ticket} />}
      </Group>
      {rewardCount > rewards.length && (
        <Text size="sm" c="dimmed" px="md">
          {t('supportTicket.rewardsShown', {
            shown: number(rewards.length),
            number: number(rewardCount),
          })}
        </Text>
      )}
      <Accordion
        multiple
        className={classes.rewards}
        order={3}
        defaultValue={rewards.slice(0, 1).map(({ id }) => id)}
      >
        {rewards.map((reward) => (
          <Accordion.Item key={reward.id} value={reward.id}>
            <Accordion.Control>
              <Head reward={reward} />
            </Accordion.Control>
            <Accordion.Panel>
              <Stack gap="md">
                {reward.reason !== undefined && <ReasonText reason={reward.reason} />}
                <RewardActions ticket={ticket} reward={reward} />
                <Events reward={reward} />
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Panel>
  );
}

function Head({ reward }: { reward: TicketReward }) {
  return (
    <Group justify="space-between" gap="xs" pe="sm">
      <div>
        <Text size="sm" fw={600}>
          {reward.name}
        </Text>
        <Text size="sm" c="dimmed">
          {reward.email}
        </Text>
      </div>
      <Group gap="sm">
        <Text component="span" size="sm" fw={600}>
          <Points points={reward.points} unit />
        </Text>
        <RewardStatusBadge status={reward.status} />
      </Group>
    </Group>
  );
}

function RetryAll({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation();
  const { id } = ticket;
  const retry = useMutation(trpc.support.retryNow.mutationOptions(useAfterAct(id)));
  return (
    <ActButton
      of={ticket}
      size="xs"
      label={t('supportAct.retryAll')}
      sentence={t('supportAct.retryAllSentence')}
      act={(said) => retry.mutateAsync(said)}
    />
  );
}

function Events({ reward }: { reward: TicketReward }) {
  const { t } = useTranslation();
  const { textOf } = useReasonTexts();
  return (
    <TimeLine
      events={reward.timeline.map(({ at, event, reason, detail }, index) => {
        const known = rewardEvents.find((each) => each === event);
        return {
          key: `${index}/${event}`,
          at,
          title: known === undefined ? event : t(`supportWords.rewardEvents.${known}`),
          more: (
            <>
              {reason !== undefined && <Text size="sm">{textOf(reason)}</Text>}
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

/** What can stand in the time line of a reward (reward_events, and the reward itself). */
const rewardEvents = [
  'accepted',
  'awaiting_registration',
  'credited',
  'failed',
  'invited',
  'invitation_failed',
  'invitation_bounced',
  'delivered',
  'email_failed',
  'email_bounced',
  'email_deferred',
  'email_retried',
  'reminded',
  'reminder_failed',
  'reminder_deferred',
  'resend_requested',
  'resend_cancelled',
  'resent',
  'resend_failed',
  'resend_deferred',
  'registered',
  'address_changed',
  'claim_link_made',
  'expired',
  'cancelled',
  'reversed',
] as const;
