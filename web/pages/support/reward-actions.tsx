import { Group, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { usePointsText } from '../../design/points';
import { rewardStatusesBefore } from '../../../domain/states';
import { ActButton } from './act-button';
import { ClaimLink } from './claim-link';
import { useAfterAct } from './use-after-act';
import type { SupportTicket, TicketReward } from './support-types';

export interface RewardActionProps {
  ticket: SupportTicket;
  reward: TicketReward;
}

/** What support can do for a reward; what it cannot at present says why. */
export function RewardActions(props: RewardActionProps) {
  return (
    <Group gap="xs">
      <RetryNow {...props} />
      <CorrectAddress key={props.reward.email} {...props} />
      <ClaimLink {...props} disabledReason={useNoLinkReason(props.reward)} />
      <Reverse {...props} />
    </Group>
  );
}

/** A mail that was refused, came back or was given up; one that is merely late is tried by itself. */
export function hasFailedMail({ status, timeline }: TicketReward): boolean {
  if (status === 'email_failed') return true;
  const last = timeline.findLast(({ event }) => MAIL_EVENTS.has(event));
  return status === 'awaiting_registration' && last !== undefined && FAILED.has(last.event);
}

const FAILED = new Set(['invitation_failed', 'invitation_bounced', 'reminder_failed']);
const MAIL_EVENTS = new Set([...FAILED, 'invited', 'email_retried', 'address_changed']);

/** Why its address cannot be corrected; undefined when it can. */
function useNoCorrectionReason({ claim }: TicketReward): string | undefined {
  const { t } = useTranslation();
  const isOpen = claim === 'unclaimed' || claim === 'planned';
  return isOpen ? undefined : t(`supportAct.noCorrection.${claim}`);
}

/** Why no link can be handed over; undefined when one can. */
function useNoLinkReason({ claim }: TicketReward): string | undefined {
  const { t } = useTranslation();
  return claim === 'unclaimed' ? undefined : t(`supportAct.noLink.${claim}`);
}

function RetryNow({ ticket, reward }: RewardActionProps) {
  const { t } = useTranslation();
  const { id } = ticket;
  const retry = useMutation(trpc.support.retryNow.mutationOptions(useAfterAct(id)));
  return (
    <ActButton
      of={ticket}
      size="xs"
      variant="default"
      label={t('supportAct.retry')}
      sentence={t('supportAct.retrySentence', { email: reward.email })}
      disabledReason={hasFailedMail(reward) ? undefined : t('supportAct.retryNothing')}
      act={(said) => retry.mutateAsync({ ...said, rewardIds: [reward.id] })}
    />
  );
}

function CorrectAddress({ ticket, reward }: RewardActionProps) {
  const { t } = useTranslation();
  const { id } = ticket;
  const [email, setEmail] = useState(reward.email);
  const correct = useMutation(trpc.support.correctAddress.mutationOptions(useAfterAct(id)));
  return (
    <ActButton
      of={ticket}
      size="xs"
      label={t('supportAct.correct')}
      sentence={t(
        reward.claim === 'planned' ? 'supportAct.correctPlanned' : 'supportAct.correctSentence',
        { email: reward.email, name: reward.name },
      )}
      disabledReason={useNoCorrectionReason(reward)}
      fields={(issueOf) => (
        <TextInput
          data-autofocus
          type="email"
          inputMode="email"
          autoComplete="off"
          label={t('supportAct.newAddress')}
          required
          value={email}
          error={issueOf('email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
      )}
      act={(said) => correct.mutateAsync({ ...said, rewardId: reward.id, email: email.trim() })}
    />
  );
}

/** R9: unspent points only; many of them take two people. */
function Reverse({ ticket, reward }: RewardActionProps) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const { id, reversalRequests } = ticket;
  const { data: agent } = useQuery(trpc.support.whoAmI.queryOptions());
  const reverse = useMutation(trpc.support.reversePoints.mutationOptions(useAfterAct(id)));
  const isAsked = reversalRequests.some(({ rewardId }) => rewardId === reward.id);
  const takesTwo = agent !== undefined && reward.points > agent.reverseTwoPersonPoints;
  const texts = {
    points: pointsText(reward.points),
    name: reward.name,
    limit: pointsText(agent?.reverseTwoPersonPoints ?? 0),
  };
  const isInWallet = rewardStatusesBefore('reversed').includes(reward.status);
  return (
    <ActButton
      of={ticket}
      size="xs"
      variant="default"
      label={t('supportAct.reverse')}
      sentence={t(takesTwo ? 'supportAct.reverseAsks' : 'supportAct.reverseSentence', texts)}
      confirmLabel={t(takesTwo ? 'supportAct.reverseAsk' : 'supportAct.reverseConfirm')}
      disabledReason={
        isAsked
          ? t('supportAct.reverseWaits')
          : isInWallet
            ? undefined
            : t('supportAct.reverseClosed')
      }
      isDangerous={!takesTwo}
      act={(said) => reverse.mutateAsync({ ...said, rewardId: reward.id })}
    />
  );
}
