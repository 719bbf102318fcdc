import { useState } from 'react';
import type { Paging } from './data-table';

/**
 * Pages of a list whose answer carries `nextCursor`: forth by it, back by what was remembered.
 *
 * @param filter what the list is restricted to; another filter begins at its first page
 */
export function useCursorPages(filter: unknown): {
  cursor: string | undefined;
  pagingOf: (page: { nextCursor: string | null } | undefined) => Paging;
} {
  const key = JSON.stringify(filter);
  const [seen, setSeen] = useState({ key, cursors: [] as string[] });
  const cursors = seen.key === key ? seen.cursors : [];
  return {
    cursor: cursors.at(-1),
    pagingOf: (page) => {
      const next = page?.nextCursor ?? null;
      return {
        page: cursors.length + 1,
        hasPrevious: cursors.length > 0,
        hasNext: next !== null,
        onPrevious: () => setSeen({ key, cursors: cursors.slice(0, -1) }),
        onNext: () => next !== null && setSeen({ key, cursors: [...cursors, next] }),
      };
    },
  };
}
