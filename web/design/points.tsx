import { useTranslation } from 'react-i18next';
import { useFormat } from '../texts/use-format';

/** A number of points: `1,250`, or with `unit` `1,250 points`. Numbers stand under each other. */
export function Points({ points, unit = false }: { points: number; unit?: boolean }) {
  const pointsText = usePointsText();
  const { number } = useFormat();
  return <span className="numbers">{unit ? pointsText(points) : number(points)}</span>;
}

/** `1,250 points` as a text, for labels and sentences. */
export function usePointsText(): (points: number) => string {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (points) => t('points.amount', { count: points, number: number(points) });
}
