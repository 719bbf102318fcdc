import { TextInput, type TextInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../texts/use-format';
import { MOST_POINTS, readTypedPoints } from './typed-points';

/** A number of points, kept as it is typed: `readTypedPoints` reads it, or it is refused. */
export function PointsInput(props: TextInputProps) {
  return <TextInput inputMode="numeric" autoComplete="off" {...props} />;
}

/** What is wrong with typed points, said at their field; null for whole points. */
export function useTypedPointsProblem(): (text: string) => string | null {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (text) => {
    const typed = readTypedPoints(text);
    if (typed.ok) return null;
    if (typed.problem !== 'ambiguous') {
      return t(`typedPoints.${typed.problem}`, { most: number(MOST_POINTS) });
    }
    const [first, second] = typed.readings;
    return t('typedPoints.ambiguous', {
      ...{ text: text.trim(), first: String(first), second: String(second) },
    });
  };
}
