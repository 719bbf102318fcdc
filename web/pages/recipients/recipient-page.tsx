import { Anchor, Grid, Stack, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { type Column, DataTable } from '../../design/data-table';
import { Fact, Facts } from '../../design/facts';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { Points } from '../../design/points';
import { RewardStatusBadge } from '../../design/status-badge';
import { useCursorPages } from '../../design/use-cursor-pages';
import { When } from '../../design/when';
import { PageLoading } from '../../shell/page-loading';
import { SendButton } from '../../shell/send-button';
import { RecipientBadge } from './recipient-badge';
import { TimeZoneField } from './time-zone-field';

const route = getRouteApi('/admin/recipients/$id');

export type Recipient = Outputs['recipients']['get'];

/** One person: who, since when, and what the company has sent. */
export function RecipientPage() {
  const { id } = route.useParams();
  const { cursor, pagingOf } = useCursorPages(id);
  const person = useQuery(
    trpc.recipients.get.queryOptions(
      { id, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
      { placeholderData: keepPreviousData },
    ),
  );
  const again = () => void person.refetch();
  if (person.error !== null) return <FormError error={person.error} onRetry={again} />;
  if (person.data === undefined) return <PageLoading />;
  return (
    <Loaded
      person={person.data}
      paging={pagingOf(person.data)}
      isStale={person.isPlaceholderData}
    />
  );
}

const PAGE_SIZE = 25;

interface LoadedProps {
  person: Recipient;
  paging: ReturnType<ReturnType<typeof useCursorPages>['pagingOf']>;
  isStale: boolean;
}

function Loaded({ person, paging, isStale }: LoadedProps) {
  const { t } = useTranslation();
  const { name, email, status } = person;
  return (
    <>
      <PageHeader
        title={name}
        beside={<RecipientBadge status={status} />}
        intro={t(`recipient.meaning.${status}`)}
        actions={<SendButton />}
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }} order={{ base: 2, md: 1 }}>
          <DataTable
            caption={t('recipient.rewards')}
            columns={useRewardColumns()}
            rows={person.rewards}
            rowKey={({ id }) => id}
            query={{ error: null, isPlaceholderData: isStale, refetch: () => undefined }}
            paging={paging}
            empty={<NothingReceived name={name} />}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }} order={{ base: 1, md: 2 }}>
          <Panel p="lg">
            <Title order={2} mb="md">
              {t('distribution.details')}
            </Title>
            <Stack>
              <Facts>
                <Fact name={t('reward.email')}>{email}</Fact>
                {person.mobile !== null && <Fact name={t('reward.mobile')}>{person.mobile}</Fact>}
                <Fact name={t('recipients.since')}>
                  <When at={person.since} day />
                </Fact>
                <Fact name={t('recipients.received')}>
                  <Points points={person.pointsReceived} />
                </Fact>
                <Fact name={t('recipients.waiting')}>
                  <Points points={person.pointsWaiting} />
                </Fact>
              </Facts>
              <TimeZoneField person={person} />
            </Stack>
          </Panel>
        </Grid.Col>
      </Grid>
    </>
  );
}

type Reward = Recipient['rewards'][number];

function useRewardColumns(): Column<Reward>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'created',
      title: t('distributions.created'),
      cell: ({ id, distributionId, createdAt }) => (
        <Anchor
          fw={550}
          fz="sm"
          renderRoot={(props) => (
            <Link
              to="/distributions/$id/rewards/$rewardId"
              params={{ id: distributionId, rewardId: id }}
              {...props}
            />
          )}
        >
          <When at={createdAt} />
        </Anchor>
      ),
    },
    {
      key: 'points',
      title: t('distributions.points'),
      isNumeric: true,
      cell: ({ points }) => <Points points={points} />,
    },
    {
      key: 'state',
      title: t('distributions.status'),
      cell: ({ status }) => <RewardStatusBadge status={status} />,
    },
    {
      key: 'citation',
      title: t('distribution.citation'),
      cell: ({ citation }) => citation ?? '–',
    },
  ];
}

function NothingReceived({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <Title order={2} p="lg" fz="md" fw={400} c="dimmed">
      {t('recipient.nothing', { name })}
    </Title>
  );
}
