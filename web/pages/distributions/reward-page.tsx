import { Anchor, Code, Grid, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { Fact, Facts } from '../../design/facts';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { Points } from '../../design/points';
import { ReasonText } from '../../design/reason-text';
import { RewardStatusBadge } from '../../design/status-badge';
import { TimeLine } from '../../design/time-line';
import { When } from '../../design/when';
import { PageLoading } from '../../shell/page-loading';
import { useFormat } from '../../texts/use-format';
import { RewardActions } from './reward-actions';
import { RewardResends } from './reward-resends';

const route = getRouteApi('/admin/distributions/$id/rewards/$rewardId');

export type RewardWithTimeline = Outputs['rewards']['get'];

/** One person's line of a send: what became of it, and what can be done. */
export function RewardPage() {
  const { rewardId } = route.useParams();
  const { data, error, refetch } = useQuery(
    trpc.rewards.get.queryOptions(
      { id: rewardId },
      { refetchInterval: ({ state }) => pauseBeforeNextLook(state.data) },
    ),
  );
  if (error !== null) return <FormError error={error} onRetry={() => void refetch()} />;
  return data === undefined ? <PageLoading /> : <Loaded reward={data} />;
}

/** Soon while a mail is under way, seldom while a person has to do something. */
function pauseBeforeNextLook(reward: RewardWithTimeline | undefined): number | false {
  if (reward === undefined) return false;
  const [next] = reward.scheduledResends;
  const isMailed = next !== undefined && Date.parse(next.sendAt) <= Date.now() + SOON_MILLISECONDS;
  if (isMailed || reward.status === 'credited') return SOON_MILLISECONDS;
  const waits = reward.status === 'awaiting_registration' || reward.status === 'pending';
  return waits || next !== undefined ? SELDOM_MILLISECONDS : false;
}

const SOON_MILLISECONDS = 1_500;
const SELDOM_MILLISECONDS = 15_000;

function Loaded({ reward }: { reward: RewardWithTimeline }) {
  const { t } = useTranslation();
  const { distributionId: id, name, citation, status, reason } = reward;
  return (
    <>
      <Anchor
        size="sm"
        display="inline-block"
        mb="xs"
        renderRoot={(props) => <Link to="/distributions/$id" params={{ id }} {...props} />}
      >
        {t('reward.back')}
      </Anchor>
      <PageHeader
        title={name}
        beside={<RewardStatusBadge status={status} />}
        intro={reason ? <ReasonText reason={reason} /> : t(`reward.meaning.${status}`)}
        actions={<RewardActions reward={reward} />}
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <RewardResends reward={reward} />
          <Panel p="lg">
            <Title order={2} mb="md">
              {t('timeLine.title')}
            </Title>
            <RewardEvents reward={reward} />
          </Panel>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Panel p="lg">
            <Title order={2} mb="md">
              {t('distribution.details')}
            </Title>
            <RewardFacts reward={reward} />
            {citation !== null && (
              <>
                <Text size="sm" c="dimmed" mt="md">
                  {t('distribution.citation')}
                </Text>
                <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
                  {citation}
                </Text>
              </>
            )}
          </Panel>
        </Grid.Col>
      </Grid>
    </>
  );
}

function RewardFacts({ reward }: { reward: RewardWithTimeline }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { email, mobile, points, row, externalId, sendAt, expiresAt, status } = reward;
  return (
    <Facts>
      <Fact name={t('distribution.points')}>
        <Points points={points} />
      </Fact>
      <Fact name={t('reward.email')}>{email}</Fact>
      {mobile !== null && <Fact name={t('reward.mobile')}>{mobile}</Fact>}
      <Fact name={t('distribution.row')}>{number(row)}</Fact>
      {externalId !== null && <Fact name={t('distribution.reference')}>{externalId}</Fact>}
      {sendAt !== null && (
        <Fact name={t('distribution.scheduledFor')}>
          <When at={sendAt} />
        </Fact>
      )}
      {expiresAt !== null && status === 'awaiting_registration' && (
        <Fact name={t('reward.expires')}>
          <When at={expiresAt} day />
        </Fact>
      )}
    </Facts>
  );
}

function RewardEvents({ reward }: { reward: RewardWithTimeline }) {
  const { t, i18n } = useTranslation();
  const titleOf = (event: string) => {
    // A server that is newer than this page knows more events.
    if (!i18n.exists(`reward.events.${event}`)) return event;
    return t(`reward.events.${event as 'accepted'}`);
  };
  return (
    <TimeLine
      events={reward.timeline.map(({ at, event, reason, detail }, index) => ({
        key: `${index}/${event}`,
        at,
        title: titleOf(event),
        more: (
          <>
            {reason && <ReasonText reason={reason} />}
            {detail !== null && detail !== '' && (
              <Text size="sm" c="dimmed">
                {t('reward.serverSaid')} <Code>{detail}</Code>
              </Text>
            )}
          </>
        ),
      }))}
    />
  );
}
