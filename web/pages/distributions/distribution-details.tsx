import { Anchor, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Fact, Facts } from '../../design/facts';
import { Panel } from '../../design/panel';
import { When } from '../../design/when';
import { useFormat } from '../../texts/use-format';
import type { Distribution } from './distribution-page';

/** The facts of a send, and for operators the run that carries it. */
export function DistributionDetails({ distribution }: { distribution: Distribution }) {
  const { t } = useTranslation();
  const { calendarDay } = useFormat();
  const { method, campaign, externalId, workflow, sendAt, sendOnMorning } = distribution;
  const times = [
    [t('distribution.created'), distribution.createdAt],
    [t(sendOnMorning === null ? 'distribution.scheduledFor' : 'distribution.firstMorning'), sendAt],
    [t('distribution.started'), distribution.startedAt],
    [t('distribution.completed'), distribution.completedAt],
    [t('distribution.cancelled'), distribution.cancelledAt],
  ] as const;
  return (
    <Panel p="lg">
      <Title order={2} mb="md">
        {t('distribution.details')}
      </Title>
      <Facts>
        <Fact name={t('distribution.method')}>{t(`method.${method}`)}</Fact>
        <Fact name={t('distribution.campaign')}>
          {campaign?.name ?? t('distribution.noCampaign')}
        </Fact>
        {externalId !== null && <Fact name={t('distribution.reference')}>{externalId}</Fact>}
        {sendOnMorning !== null && (
          <Fact name={t('distribution.morning')}>
            {t('distribution.eachMorning', { day: calendarDay(sendOnMorning) })}
          </Fact>
        )}
        {times.map(([name, at]) =>
          at === null ? null : (
            <Fact key={name} name={name}>
              <When at={at} />
            </Fact>
          ),
        )}
        {workflow !== null && workflow.url !== null && (
          <Fact name={t('distribution.workflow')}>
            <Anchor href={workflow.url} target="_blank" rel="noreferrer" inherit>
              {workflow.id.split('/', 1)[0]}
            </Anchor>
          </Fact>
        )}
      </Facts>
    </Panel>
  );
}
