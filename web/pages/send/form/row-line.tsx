import { Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ChangeEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useReasonTexts } from '../../../design/reason-texts';
import type { CheckedRow } from './check-result';
import type { RowField } from './pasted-table';
import classes from './row-grid.module.css';
import { RowState } from './row-state';
import type { Row } from './rows';
import { LIST_ID, optionId } from './suggestion-list';
import type { Standing } from './use-standings';

/**
 * A row of the form. Memoised, so that of 500 only the one is drawn in which somebody types; and of
 * plain elements, since 1,000 tooltips are felt when 500 rows are pasted.
 */
export const RowLine = memo(function RowLine({
  row,
  number,
  fields,
  checked,
  standing,
  suggesting,
  onType,
  onRemove,
}: RowLineProps) {
  const { t } = useTranslation();
  const { textOf } = useReasonTexts();
  return (
    <div role="row" className={classes.row} aria-rowindex={number + 1}>
      <div role="cell" className={classes.number}>
        {number}
      </div>
      {fields.map((field) => (
        <div role="cell" key={field} className={classes.cell} data-field={field}>
          <Cell
            {...{ row, number, field, onType }}
            issue={issueOf(field)}
            option={suggesting?.field === field ? suggesting.option : undefined}
          />
        </div>
      ))}
      <div role="cell" className={classes.state}>
        <RowState {...{ checked, standing }} />
      </div>
      <div role="cell" className={classes.remove}>
        <button
          type="button"
          className={classes.removeButton}
          // By keyboard, Alt and Delete: Tab stays between the cells, as in a spreadsheet.
          tabIndex={-1}
          title={t('sendForm.remove', { number })}
          aria-label={t('sendForm.remove', { number })}
          onClick={() => onRemove(row.id)}
        >
          <IconX size={16} aria-hidden />
        </button>
      </div>
    </div>
  );

  function issueOf(field: RowField): string | undefined {
    const issue = checked?.issues[field];
    if (issue !== undefined) return textOf(issue);
    return field === 'email' && standing === 'invalid' ? t('sendForm.emailInvalid') : undefined;
  }
});

interface RowLineProps {
  row: Row;
  number: number;
  fields: readonly RowField[];
  /** What the check before the send has found, while the row is as it was then. */
  checked: CheckedRow | undefined;
  standing: Standing | undefined;
  suggesting: { field: RowField; option: number } | undefined;
  onType: (event: ChangeEvent<HTMLInputElement>) => void;
  onRemove: (id: number) => void;
}

function Cell({ row, number, field, issue, option, onType }: CellProps) {
  const { t } = useTranslation();
  const issueId = `row-${row.id}-${field}-issue`;
  const label = t(`sendForm.${field}`);
  return (
    <>
      <input
        className={classes.input}
        data-row={row.id}
        data-field={field}
        type="text"
        inputMode={inputModes[field]}
        autoComplete="off"
        spellCheck={field === 'citation'}
        placeholder={label}
        aria-label={t('sendForm.cell', { field: label, number })}
        aria-invalid={issue !== undefined}
        aria-keyshortcuts="Alt+Delete"
        {...(issue !== undefined && { 'aria-describedby': issueId })}
        {...(SUGGESTED.includes(field) && {
          ...{ role: 'combobox', 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox' },
          'aria-expanded': option !== undefined,
          ...(option !== undefined && { 'aria-controls': LIST_ID }),
          ...(option !== undefined && option >= 0 && { 'aria-activedescendant': optionId(option) }),
        })}
        value={row[field]}
        onChange={onType}
      />
      {issue !== undefined && (
        <Text id={issueId} size="xs" c="var(--mantine-color-error)" className={classes.issue}>
          {issue}
        </Text>
      )}
    </>
  );
}

interface CellProps extends Pick<RowLineProps, 'row' | 'number' | 'onType'> {
  field: RowField;
  issue: string | undefined;
  /** Of the open list; -1 is none of them, undefined no list. */
  option: number | undefined;
}

const SUGGESTED: readonly RowField[] = ['name', 'email', 'citation'];

const inputModes = {
  name: 'text',
  email: 'email',
  mobile: 'tel',
  points: 'numeric',
  citation: 'text',
} as const;
