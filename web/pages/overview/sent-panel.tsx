import { Button, Group, ScrollArea, Skeleton, Table, Title } from '@mantine/core';
import { lazy, Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../design/panel';
import { Points } from '../../design/points';
import { useFormat } from '../../texts/use-format';
import type { Overview } from './overview-page';

const SentChart = lazy(() => import('./sent-chart'));

/** Points sent over time: as a picture, and as the table that says the same. */
export function SentPanel({ sent }: Pick<Overview, 'sent'>) {
  const { t } = useTranslation();
  const [isTable, setIsTable] = useState(false);
  const contentId = useId();
  return (
    <Panel p="lg" h="100%">
      <Group justify="space-between" mb="md">
        <Title order={2}>{t(`overview.sentBy.${sent.by}`)}</Title>
        <Button
          size="compact-sm"
          variant="subtle"
          aria-controls={contentId}
          onClick={() => setIsTable(!isTable)}
        >
          {t(isTable ? 'overview.asChart' : 'overview.asTable')}
        </Button>
      </Group>
      <div id={contentId}>
        {isTable ? (
          <SentTable sent={sent} />
        ) : (
          <Suspense fallback={<Skeleton height={CHART_PIXELS} />}>
            <SentChart sent={sent} height={CHART_PIXELS} />
          </Suspense>
        )}
      </div>
    </Panel>
  );
}

const CHART_PIXELS = 240;

function SentTable({ sent }: Pick<Overview, 'sent'>) {
  const { t } = useTranslation();
  const { number, calendarDay } = useFormat();
  const rows = sent.series.filter(({ distributions }) => distributions > 0).toReversed();
  return (
    <ScrollArea.Autosize mah={CHART_PIXELS} viewportProps={{ tabIndex: 0 }}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t(`overview.${sent.by}`)}</Table.Th>
            <Table.Th scope="col" ta="end">
              {t('overview.points')}
            </Table.Th>
            <Table.Th scope="col" ta="end">
              {t('overview.sendsTitle')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ date, points, distributions }) => (
            <Table.Tr key={date}>
              <Table.Th scope="row" fw={400}>
                {calendarDay(date)}
              </Table.Th>
              <Table.Td ta="end">
                <Points points={points} />
              </Table.Td>
              <Table.Td ta="end">{number(distributions)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
