import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DistributionStatus, RewardStatus } from '../../domain/states';
import classes from './status-badge.module.css';

/** A state in plain words. The colour says good, busy, waiting or bad; the words say all of it. */
export function DistributionStatusBadge({ status }: { status: DistributionStatus }) {
  const { t } = useTranslation();
  return (
    <StatusBadge tone={distributionTones[status]}>{t(`distributionStatus.${status}`)}</StatusBadge>
  );
}

export function RewardStatusBadge({ status }: { status: RewardStatus }) {
  const { t } = useTranslation();
  return <StatusBadge tone={rewardTones[status]}>{t(`rewardStatus.${status}`)}</StatusBadge>;
}

export type Tone = 'good' | 'busy' | 'waiting' | 'bad' | 'quiet';

/** For states of other things (tickets, recharges): give the words and the tone. */
export function StatusBadge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <Badge className={classes.badge} data-tone={tone} variant="default" radius="sm">
      {children}
    </Badge>
  );
}

const distributionTones: Record<DistributionStatus, Tone> = {
  draft: 'quiet',
  accepted: 'busy',
  awaiting_approval: 'waiting',
  awaiting_funds: 'waiting',
  scheduled: 'waiting',
  sending: 'busy',
  completed: 'good',
  completed_with_failures: 'bad',
  cancelled: 'quiet',
  rejected: 'bad',
};

const rewardTones: Record<RewardStatus, Tone> = {
  pending: 'quiet',
  awaiting_registration: 'waiting',
  credited: 'busy',
  delivered: 'good',
  failed: 'bad',
  email_failed: 'bad',
  cancelled: 'quiet',
  expired: 'quiet',
  reversed: 'quiet',
};
