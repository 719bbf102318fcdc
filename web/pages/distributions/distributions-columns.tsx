import { Anchor, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Outputs } from '../../client/trpc';
import type { Column } from '../../design/data-table';
import { Points } from '../../design/points';
import { DistributionStatusBadge } from '../../design/status-badge';
import { When } from '../../design/when';
import { useFormat } from '../../texts/use-format';
import { chargedOf } from './charged-of';

/** What a line of the list tells. */
export function useDistributionColumns(): Column<Row>[] {
  const { t } = useTranslation();
  const { number } = useFormat();
  return [
    {
      key: 'created',
      title: t('distributions.created'),
      cell: ({ id, createdAt }) => (
        <Anchor
          fw={550}
          fz="sm"
          renderRoot={(props) => <Link to="/distributions/$id" params={{ id }} {...props} />}
        >
          <When at={createdAt} />
        </Anchor>
      ),
    },
    {
      key: 'status',
      title: t('distributions.status'),
      cell: ({ status, counts, sendAt }) => (
        <Group gap="xs">
          <DistributionStatusBadge status={status} />
          {status === 'scheduled' && sendAt !== null && (
            <Text size="sm" c="dimmed">
              <When at={sendAt} />
            </Text>
          )}
          <Failures counts={counts} />
        </Group>
      ),
    },
    {
      key: 'recipients',
      title: t('distributions.recipients'),
      isNumeric: true,
      cell: (send) => number(chargedOf(send)),
    },
    {
      key: 'points',
      title: t('distributions.points'),
      isNumeric: true,
      cell: ({ points }) => <Points points={points} />,
    },
    {
      key: 'campaign',
      title: t('distributions.campaign'),
      cell: ({ campaign }) => campaign?.name ?? '–',
    },
    {
      key: 'method',
      title: t('distributions.method'),
      cell: ({ method }) => t(`method.${method}`),
    },
  ];
}

/** What needs somebody's attention in a send. */
function Failures({ counts }: Pick<Row, 'counts'>) {
  const { t } = useTranslation();
  const count = (counts.failed ?? 0) + (counts.email_failed ?? 0);
  if (count === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {t('distributions.failed', { count })}
    </Text>
  );
}

type Row = Outputs['distributions']['list']['items'][number];
