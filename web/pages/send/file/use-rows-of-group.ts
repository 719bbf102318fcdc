import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client, trpc } from '../../../client/trpc';
import type { Draft } from '../review/review';
import type { DraftGroup } from './draft-groups';
import type { DraftRow } from './draft-row-line';

/**
 * The rows of a group, a page more at a time. The first 500 come with the file, which is all of most;
 * only those of a larger one are asked for by group.
 *
 * @param group undefined for all rows
 */
export function useRowsOfGroup(draft: Draft, group: DraftGroup | undefined): RowsOfGroup {
  const [pages, setPages] = useState(1);
  const isAllHere = draft.items.length >= draft.totals.rows;
  const input = { id: draft.id, limit: PAGE_SIZE, ...(group !== undefined && { group }) };
  // Not by infiniteQueryOptions: it adds a `direction`, which no input of ours knows.
  const asked = useInfiniteQuery({
    queryKey: [...trpc.drafts.rows.pathKey(), 'pages', input],
    queryFn: ({ pageParam: cursor }) =>
      client.drafts.rows.query({ ...input, ...(cursor !== null && { cursor }) }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    enabled: !isAllHere,
  });
  if (isAllHere) {
    const rows = draft.items.filter((row) => group === undefined || isIn(row, group));
    return {
      rows: rows.slice(0, pages * PAGE_SIZE),
      error: null,
      hasMore: rows.length > pages * PAGE_SIZE,
      isLoading: false,
      onMore: () => setPages(pages + 1),
      onRetry: () => undefined,
    };
  }
  return {
    rows: asked.data?.pages.flatMap(({ items }) => items),
    error: asked.error,
    hasMore: asked.hasNextPage,
    isLoading: asked.isFetching,
    onMore: () => void asked.fetchNextPage(),
    onRetry: () => void asked.refetch(),
  };
}

interface RowsOfGroup {
  /** Undefined while the first are loading. */
  rows: readonly DraftRow[] | undefined;
  error: unknown;
  hasMore: boolean;
  isLoading: boolean;
  onMore: () => void;
  onRetry: () => void;
}

/** Enough to look through, few enough to be drawn at once. */
const PAGE_SIZE = 100;

/** As the server counts: by the outcome, or by what is remarkable beside it. */
function isIn({ outcome, warnings }: DraftRow, group: DraftGroup): boolean {
  return outcome === group || warnings.some(({ code }) => code === group);
}
