import { useState } from 'react';
import { rowFields } from '../form/pasted-table';
import type { DraftRow } from './draft-row-line';
import type { RowCells } from './use-draft-changes';

/**
 * What is typed into rows of a file until it is saved or left, by their numbers. It stands above the
 * rows: another group draws them anew, and whoever sends must know of it.
 */
export function useMends() {
  const [mends, setMends] = useState<ReadonlyMap<number, Mend>>(new Map());
  const set = (row: number, mend: Mend) => setMends((before) => new Map(before).set(row, mend));
  return {
    typedOf: (row: number) => mends.get(row)?.typed,
    begin: (row: DraftRow) => {
      const cells = cellsOf(row);
      set(row.row, { found: cells, typed: cells });
    },
    type: (row: number, change: Partial<RowCells>) => {
      const mend = mends.get(row);
      if (mend !== undefined) set(row, { ...mend, typed: { ...mend.typed, ...change } });
    },
    end: (row: number) =>
      setMends((before) => new Map([...before].filter(([number]) => number !== row))),
    /** Those whose cells say something else than the file. */
    unsaved: [...mends]
      .filter(([, { found, typed }]) => rowFields.some((field) => found[field] !== typed[field]))
      .map(([row, { typed }]) => ({ row, typed }))
      .toSorted((one, other) => one.row - other.row),
  };
}

export type Mends = ReturnType<typeof useMends>;

interface Mend {
  /** As the file had it when one began. */
  found: RowCells;
  typed: RowCells;
}

function cellsOf({ name, email, mobile, points, citation }: DraftRow): RowCells {
  return { name, email, mobile, points, citation };
}
