import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useReasonTexts } from '../../../design/reason-texts';
import { StatusBadge, type Tone } from '../../../design/status-badge';
import type { CheckedRow } from './check-result';
import classes from './row-grid.module.css';
import type { Standing } from './use-standings';

/** Whether this person can get points, as far as that is known while one types. */
export function RowState({ checked, standing }: RowStateProps) {
  const { t } = useTranslation();
  const { textOf } = useReasonTexts();
  const state = checked !== undefined && checked.hasIssues ? 'issue' : standing;
  return (
    <>
      {state !== undefined && (
        <span title={t(`sendForm.standingHint.${state}`)}>
          <StatusBadge tone={tones[state]}>{t(`sendForm.standing.${state}`)}</StatusBadge>
        </span>
      )}
      {checked?.warnings.map((warning) => (
        <Text key={warning.message} size="xs" c="dimmed" className={classes.issue}>
          {textOf(warning)}
        </Text>
      ))}
    </>
  );
}

interface RowStateProps {
  checked: CheckedRow | undefined;
  standing: Standing | undefined;
}

const tones: Record<Standing | 'issue', Tone> = {
  registered: 'good',
  unregistered: 'waiting',
  elsewhere: 'bad',
  admin: 'bad',
  invalid: 'bad',
  issue: 'bad',
};
