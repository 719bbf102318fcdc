import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Outputs } from '../../client/trpc';
import { Panel } from '../../design/panel';
import { usePointsText } from '../../design/points';
import { DistributionStatusBadge } from '../../design/status-badge';
import { When } from '../../design/when';
import { chargedOf } from '../distributions/charged-of';

type Send = Outputs['distributions']['list']['items'][number];

/** The newest sends, and the way to all of them. */
export function RecentSends({ sends }: { sends: readonly Send[] }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  return (
    <Panel p="lg">
      <Group justify="space-between" mb="md">
        <Title order={2}>{t('overview.recent')}</Title>
        <Anchor size="sm" renderRoot={(props) => <Link to="/distributions" {...props} />}>
          {t('overview.toAll')}
        </Anchor>
      </Group>
      <Stack gap="sm">
        {sends.map(({ id, points, recipients, counts, status, createdAt }) => (
          <Group key={id} justify="space-between" gap="xs">
            <div>
              <Anchor
                size="sm"
                fw={550}
                renderRoot={(props) => <Link to="/distributions/$id" params={{ id }} {...props} />}
              >
                {t('distribution.title', {
                  count: chargedOf({ recipients, counts }),
                  points: pointsText(points),
                })}
              </Anchor>
              <Text size="sm" c="dimmed">
                <When at={createdAt} />
              </Text>
            </div>
            <DistributionStatusBadge status={status} />
          </Group>
        ))}
      </Stack>
    </Panel>
  );
}
