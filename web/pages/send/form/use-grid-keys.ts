import type { KeyboardEvent, RefObject } from 'react';
import { flushSync } from 'react-dom';
import type { RowField } from './pasted-table';
import { isBlank, type Row, type RowsChange } from './rows';
import type { Suggestion, Suggestions } from './use-suggestions';

/** What keys do in the rows: as in a spreadsheet, and in the list of suggestions while it is open. */
export function useGridKeys({ grid, rows, fields, suggestions, onChange, onRemove }: Options) {
  const { typing, items, chosen } = suggestions;
  const choose = ({ values }: Suggestion) => {
    if (typing === undefined) return;
    onChange({ do: 'type', id: typing.id, values });
    suggestions.close();
  };
  const focusCell = (index: number, field: RowField) => {
    const cells = grid.current?.querySelectorAll<HTMLInputElement>(`input[data-field=${field}]`);
    const cell = cells?.item(index);
    cell?.focus();
    cell?.select();
  };
  /** Drawn at once, so that the new row can take the focus. */
  const addRow = () => flushSync(() => onChange({ do: 'add' }));

  const onKeyDown = (event: KeyboardEvent) => {
    const cell = cellOf(event.target);
    if (cell === undefined) return;
    const index = rows.findIndex(({ id }) => id === cell.id);
    const isLast = index === rows.length - 1;
    const mayAdd = isLast && !isBlank(rows[index] as Row);
    const item = items[chosen];
    const isOpen = typing !== undefined && items.length > 0;
    if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      suggestions.move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (isOpen && event.key === 'Escape') suggestions.close();
    else if (event.key === 'Enter' && item !== undefined) choose(item);
    else if (event.key === 'Enter' || event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const isUp = event.key === 'ArrowUp' || event.shiftKey;
      if (!isUp && event.key === 'Enter' && mayAdd) addRow();
      focusCell(isUp ? index - 1 : index + 1, cell.field);
    } else if (event.key === 'Tab' && !event.shiftKey && cell.field === fields.at(-1) && mayAdd) {
      addRow();
      focusCell(index + 1, 'name');
    } else if (event.key === 'Delete' && event.altKey) {
      flushSync(() => onRemove(cell.id));
      focusCell(Math.min(index, Math.max(0, rows.length - 2)), cell.field);
    } else return;
    event.preventDefault();
  };
  return { choose, onKeyDown };
}

interface Options {
  grid: RefObject<HTMLElement | null>;
  rows: readonly Row[];
  fields: readonly RowField[];
  suggestions: Suggestions;
  onChange: (change: RowsChange) => void;
  onRemove: (id: number) => void;
}

/** The cell that an event comes from; undefined for a button of the row. */
export function cellOf(target: EventTarget): { id: number; field: RowField } | undefined {
  if (!(target instanceof HTMLInputElement)) return undefined;
  const { row, field } = target.dataset;
  return row === undefined ? undefined : { id: Number(row), field: field as RowField };
}
