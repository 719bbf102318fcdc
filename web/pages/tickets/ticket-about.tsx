import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePointsText } from '../../design/points';
import { useFormat } from '../../texts/use-format';
import { chargedOf } from '../distributions/charged-of';

/** Links to the send and the people that a ticket is about. */
export function About({ distribution, rewards = [] }: AboutProps) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const { time } = useFormat();
  if (distribution === undefined) return null;
  const { id, points, createdAt } = distribution;
  const count = chargedOf(distribution);
  const title = t('distribution.title', { count, points: pointsText(points) });
  return (
    <div>
      <Text size="sm" c="dimmed">
        {t('tickets.about')}
      </Text>
      <Anchor
        size="sm"
        renderRoot={(props) => <Link to="/distributions/$id" params={{ id }} {...props} />}
      >
        {`${title}, ${time(createdAt)}`}
      </Anchor>
      {rewards.map((reward) => (
        <Text key={reward.id} size="sm">
          <Anchor
            inherit
            renderRoot={(props) => (
              <Link
                to="/distributions/$id/rewards/$rewardId"
                params={{ id: reward.distributionId, rewardId: reward.id }}
                {...props}
              />
            )}
          >
            {`${reward.name} (${reward.email})`}
          </Anchor>
        </Text>
      ))}
    </div>
  );
}

type Charged = Parameters<typeof chargedOf>[0];

interface AboutProps {
  distribution: (Charged & { id: string; points: number; createdAt: string }) | undefined;
  rewards?:
    | readonly { id: string; distributionId: string; name: string; email: string }[]
    | undefined;
}
