import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { trpc } from '../../../client/trpc';
import type { RowField } from './pasted-table';

/** What may be meant by what is being typed; choosing it fills these cells. */
export interface Suggestion {
  key: string;
  label: string;
  detail: string;
  values: Partial<Record<RowField, string>>;
}

export interface Typing {
  id: number;
  field: RowField;
  text: string;
  cell: HTMLElement;
}

/**
 * Known people for a name or an address, and usual words for a citation. Nothing is chosen until an
 * arrow key says so, so that Enter goes down as in a spreadsheet.
 */
export function useSuggestions() {
  const [typing, setTyping] = useState<Typing>();
  const [chosen, setChosen] = useState(-1);
  const [settled] = useDebouncedValue(typing?.text ?? '', PAUSE_MILLISECONDS);
  const isPerson = typing?.field === 'name' || typing?.field === 'email';
  const people = useQuery(
    trpc.recipients.search.queryOptions(
      { text: settled },
      { enabled: isPerson && settled.trim().length >= LEAST_CHARACTERS },
    ),
  );
  const citations = useQuery(trpc.recipients.citations.queryOptions());
  const items = useMemo((): Suggestion[] => {
    if (typing === undefined) return [];
    if (typing.field === 'citation') {
      return citationsLike(citations.data?.items ?? [], typing.text);
    }
    if (!isPerson || settled !== typing.text) return [];
    return (people.data?.items ?? []).map(({ id, name, email, mobile }) => ({
      ...{ key: id, label: name, detail: email },
      values: { name, email, ...(mobile !== null && { mobile }) },
    }));
  }, [typing, isPerson, settled, people.data, citations.data]);
  const open = useCallback((next: Typing) => {
    setTyping(next);
    setChosen(-1);
  }, []);
  return {
    typing,
    items,
    chosen: chosen < items.length ? chosen : -1,
    /** Stays the same, so that rows are not drawn again for it. */
    open,
    close: () => setTyping(undefined),
    move: (by: number) => setChosen((before) => turn(before + by, items.length)),
  };
}

export type Suggestions = ReturnType<typeof useSuggestions>;

const PAUSE_MILLISECONDS = 150;
const LEAST_CHARACTERS = 2;

function citationsLike(citations: readonly string[], text: string): Suggestion[] {
  const part = text.trim().toLowerCase();
  return citations
    .filter((citation) => citation.toLowerCase().includes(part) && citation !== text)
    .map((citation) => ({ key: citation, label: citation, detail: '', values: { citation } }));
}

/** From the last to none to the first: -1 is what was typed. */
function turn(at: number, count: number): number {
  return at >= count ? -1 : at < -1 ? count - 1 : at;
}
