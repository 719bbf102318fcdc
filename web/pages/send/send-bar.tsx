import { Button, Group, Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { needsApproval } from '../../../domain/approvals';
import { trpc } from '../../client/trpc';
import { Points, usePointsText } from '../../design/points';
import { useMe } from '../../shell/navigation';
import { useFormat } from '../../texts/use-format';
import classes from './send-bar.module.css';

/** Always in sight: how many, how much, what would remain of the balance, and the way on. */
export function SendBar({ people, points, isLater, isWorking, onReview }: SendBarProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const pointsText = usePointsText();
  const { data } = useQuery(trpc.balance.get.queryOptions({}));
  const limit = useMe()?.company?.approvalLimit ?? null;
  const remaining = data === undefined ? undefined : data.balance - points;
  return (
    <div className={classes.bar}>
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <div role="status">
          <Text fw={650}>
            {t('send.people', { count: people, number: number(people) })}
            {' · '}
            <Points points={points} unit />
          </Text>
          {remaining !== undefined && (
            <Text size="sm" c={remaining < 0 ? 'var(--mantine-color-error)' : 'dimmed'}>
              {remaining < 0
                ? t('send.balanceShort', { points: pointsText(-remaining) })
                : t('send.balanceAfter', { points: pointsText(remaining) })}
            </Text>
          )}
          {needsApproval(points, limit) && (
            <Text size="sm" c="dimmed">
              {t('send.needsApproval', { points: pointsText(limit ?? 0) })}
            </Text>
          )}
        </div>
        <Button
          leftSection={<IconSend size={18} aria-hidden />}
          flex="none"
          loading={isWorking}
          onClick={onReview}
        >
          {t(isLater ? 'send.reviewSchedule' : 'send.review')}
        </Button>
      </Group>
    </div>
  );
}

interface SendBarProps {
  people: number;
  points: number;
  isLater: boolean;
  isWorking: boolean;
  onReview: () => void;
}
