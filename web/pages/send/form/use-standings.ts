import { useDebouncedValue } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { type Outputs, trpc } from '../../../client/trpc';
import type { Row } from './rows';

export type Standing = Outputs['recipients']['lookUp']['items'][number]['standing'];

/**
 * Who of those typed is registered, looked up when typing pauses, each address once. What cannot be
 * looked up has no standing; the check before the send looks at everybody again.
 */
export function useStandings(rows: readonly Row[]): {
  standingOf: (email: string) => Standing | undefined;
  error: unknown;
} {
  const [known, setKnown] = useState<ReadonlyMap<string, Standing>>(new Map());
  const { mutate, error } = useMutation(
    trpc.recipients.lookUp.mutationOptions({
      onSuccess: ({ items }) =>
        setKnown((before) => {
          const found = items.map(({ email, standing }): [string, Standing] => [email, standing]);
          return new Map([...before, ...found]);
        }),
    }),
  );
  const typed = useMemo(() => rows.map(({ email }) => email.trim()), [rows]);
  const [settled] = useDebouncedValue(typed, PAUSE_MILLISECONDS);
  const unknown = useMemo(
    () => [...new Set(settled)].filter((email) => isWorthAsking(email) && !known.has(email)),
    [settled, known],
  );
  useEffect(() => {
    // After a refusal only new typing asks again.
    if (unknown.length > 0) mutate({ emails: unknown.slice(0, MOST_AT_ONCE) });
  }, [unknown, mutate]);
  const standingOf = useCallback((email: string) => known.get(email.trim()), [known]);
  return { standingOf, error };
}

/** Somebody who still types the part before the @ has not made a mistake. */
function isWorthAsking(email: string): boolean {
  return email.includes('@') && email.length <= MAX_LENGTH;
}

const PAUSE_MILLISECONDS = 400;
/** What one call takes. */
const MOST_AT_ONCE = 500;
const MAX_LENGTH = 400;
