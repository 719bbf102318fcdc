import { Box, Grid, SegmentedControl, SimpleGrid, Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { FirstSteps } from './first-steps';
import { Figures } from './figures';
import { NeedsAttention } from './needs-attention';
import { periods, readOverviewSearch, USUAL_PERIOD } from './overview-search';
import { RecentSends } from './recent-sends';
import { SendButton } from '../../shell/send-button';
import { SentPanel } from './sent-panel';

const route = getRouteApi('/admin/');

export type Overview = Outputs['overview']['get'];

/** The first page: how much there is, what was sent, what needs somebody. */
export function OverviewPage() {
  const { t } = useTranslation();
  const { days = USUAL_PERIOD } = route.useSearch();
  const figures = useQuery(
    trpc.overview.get.queryOptions(
      { days, by: days > LONGEST_BY_DAY ? 'week' : 'day' },
      { placeholderData: keepPreviousData, refetchInterval: LOOK_AGAIN_MILLISECONDS },
    ),
  );
  const recent = useQuery(
    trpc.distributions.list.queryOptions(
      { limit: RECENT },
      { refetchInterval: LOOK_AGAIN_MILLISECONDS },
    ),
  );
  const error = figures.error ?? recent.error;
  const again = () => void Promise.all([figures.refetch(), recent.refetch()]);
  const isFirstUse = recent.data?.items.length === 0;
  return (
    <>
      <PageHeader
        title={t('overview.title')}
        intro={t(isFirstUse ? 'overview.welcome' : 'overview.intro')}
        actions={isFirstUse ? undefined : <SendButton />}
      />
      {error !== null && <FormError error={error} onRetry={again} />}
      {figures.data === undefined || recent.data === undefined ? (
        error === null && <Loading />
      ) : (
        <Loaded
          overview={figures.data}
          recent={recent.data.items}
          isStale={figures.isPlaceholderData}
        />
      )}
    </>
  );
}

/** More bars than these are too thin. */
const LONGEST_BY_DAY = 31;
const RECENT = 5;
const LOOK_AGAIN_MILLISECONDS = 60_000;

function Loading() {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
      {[1, 2, 3, 4].map((each) => (
        <Skeleton key={each} height={112} radius="lg" />
      ))}
    </SimpleGrid>
  );
}

interface LoadedProps {
  overview: Overview;
  recent: Outputs['distributions']['list']['items'];
  isStale: boolean;
}

function Loaded({ overview, recent, isStale }: LoadedProps) {
  if (recent.length === 0) return <FirstSteps balance={overview.balance} />;
  return (
    <Box aria-busy={isStale}>
      <Period />
      <Figures overview={overview} />
      <Grid gap="lg" mt="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <SentPanel sent={overview.sent} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <NeedsAttention attention={overview.attention} />
        </Grid.Col>
        <Grid.Col span={12}>
          <RecentSends sends={recent} />
        </Grid.Col>
      </Grid>
    </Box>
  );
}

function Period() {
  const { t } = useTranslation();
  const { days = USUAL_PERIOD } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Box mb="md">
      <SegmentedControl
        aria-label={t('overview.period')}
        value={String(days)}
        onChange={(chosen) =>
          void navigate({ search: readOverviewSearch({ days: chosen }), replace: true })
        }
        data={periods.map((each) => ({
          value: String(each),
          label: t(`overview.periods.days${each}`),
        }))}
      />
    </Box>
  );
}
