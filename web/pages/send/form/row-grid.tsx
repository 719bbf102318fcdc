import { type ChangeEvent, type ClipboardEvent, useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type CheckedRow, checkOf } from './check-result';
import { isTable, type RowField } from './pasted-table';
import classes from './row-grid.module.css';
import { RowLine } from './row-line';
import type { Row, RowsChange } from './rows';
import { SuggestionList } from './suggestion-list';
import { cellOf, useGridKeys } from './use-grid-keys';
import type { Standing } from './use-standings';
import { useSuggestions } from './use-suggestions';

/**
 * Rows as in a spreadsheet: paste a table into a cell, Enter and the arrows go down and up, Tab behind
 * the last cell makes a row, Alt and Delete removes one.
 */
export function RowGrid({ rows, fields, checks, standingOf, onChange }: RowGridProps) {
  const { t } = useTranslation();
  const grid = useRef<HTMLDivElement>(null);
  const suggestions = useSuggestions();
  const { typing, items, chosen } = suggestions;
  const onType = useTyping(onChange, suggestions.open);
  const onRemove = useCallback((id: number) => onChange({ do: 'remove', ids: [id] }), [onChange]);

  const { choose, onKeyDown } = useGridKeys({
    grid,
    rows,
    fields,
    suggestions,
    onChange,
    onRemove,
  });

  const onPaste = (event: ClipboardEvent) => {
    const cell = cellOf(event.target);
    const text = event.clipboardData.getData('text/plain');
    if (cell === undefined || !isTable(text)) return;
    event.preventDefault();
    suggestions.close();
    onChange({ do: 'paste', ...cell, text, shown: fields });
  };

  return (
    <div
      ref={grid}
      role="table"
      aria-label={t('sendForm.caption')}
      aria-rowcount={rows.length + 1}
      className={classes.grid}
      data-mobile={fields.includes('mobile')}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      onBlur={suggestions.close}
    >
      <Head fields={fields} />
      <div role="rowgroup">
        {rows.map((row, index) => (
          <RowLine
            key={row.id}
            {...{ row, fields, onType, onRemove }}
            number={index + 1}
            checked={checkOf(checks, row)}
            standing={row.email.trim() === '' ? undefined : standingOf(row.email)}
            {...suggestingIn(row)}
          />
        ))}
      </div>
      <SuggestionList suggestions={suggestions} onChoose={choose} />
    </div>
  );

  /** A new object for the one row alone, so that the others need not be drawn again. */
  function suggestingIn(row: Row) {
    const isHere = typing?.id === row.id && items.length > 0;
    return { suggesting: isHere ? { field: typing.field, option: chosen } : undefined };
  }
}

interface RowGridProps {
  rows: readonly Row[];
  fields: readonly RowField[];
  checks: ReadonlyMap<number, CheckedRow> | undefined;
  standingOf: (email: string) => Standing | undefined;
  onChange: (change: RowsChange) => void;
}

function Head({ fields }: { fields: readonly RowField[] }) {
  const { t } = useTranslation();
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" className={classes.row} aria-rowindex={1}>
        <div role="cell" />
        {[...fields, 'state' as const].map((field) => (
          <div role="columnheader" key={field} data-field={field}>
            {t(`sendForm.${field}`)}
          </div>
        ))}
        <div role="cell" />
      </div>
    </div>
  );
}

function useTyping(
  onChange: RowGridProps['onChange'],
  open: ReturnType<typeof useSuggestions>['open'],
) {
  return useCallback(
    (event: ChangeEvent<HTMLInputElement>) => {
      const cell = cellOf(event.target);
      if (cell === undefined) return;
      const { id, field } = cell;
      const text = event.target.value;
      onChange({ do: 'type', id, values: { [field]: text } });
      open({ id, field, text, cell: event.target });
    },
    [onChange, open],
  );
}
