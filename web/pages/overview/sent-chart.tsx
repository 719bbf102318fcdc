import { BarChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import { useTranslation } from 'react-i18next';
import { usePointsText } from '../../design/points';
import { useFormat } from '../../texts/use-format';
import type { Overview } from './overview-page';

/** Loaded by itself: what draws is larger than the rest of the page. */
export default function SentChart({ sent, height }: { sent: Overview['sent']; height: number }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const { number, calendarDay } = useFormat();
  const { points, distributions: count } = sent;
  const summary = t('overview.chart', {
    count,
    number: number(count),
    points: pointsText(points),
  });
  return (
    // What it draws is said by the summary and by the table, number by number.
    <div role="img" aria-label={summary}>
      <BarChart
        h={height}
        data={sent.series.map((each) => ({ ...each, day: calendarDay(each.date) }))}
        dataKey="day"
        series={[{ name: 'points', label: t('overview.points'), color: 'teal.6' }]}
        valueFormatter={number}
        tickLine="none"
        barProps={{ isAnimationActive: false, radius: [3, 3, 0, 0] }}
        barChartProps={{ accessibilityLayer: false }}
        yAxisProps={{ width: 64, allowDecimals: false }}
        xAxisProps={{ minTickGap: 32 }}
      />
    </div>
  );
}
