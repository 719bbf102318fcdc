import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Inputs, trpc } from '../../../client/trpc';
import { type CheckedRow, readCheck } from './check-result';
import { type Choices, readWhen } from '../choices';
import type { Preview } from '../review/review';
import { readRow, type Row } from './rows';

/** What was looked at before a send, and what it would do. */
export interface Check {
  rows: readonly Row[];
  preview: Preview;
  byRow: ReadonlyMap<number, CheckedRow>;
}

/** Asks the server what a send would do (a dry run): every issue of every row at once. */
export function useCheck(timeZone: string) {
  const [last, setLast] = useState<Check>();
  const ask = useMutation(trpc.distributions.create.mutationOptions());
  return {
    last,
    check: async (asked: Asked): Promise<Check> => {
      const answer = await ask.mutateAsync({ ...toRequest(asked, timeZone), dryRun: true });
      if (!('dryRun' in answer)) throw new Error('A dry run was answered with a distribution.');
      const found = { rows: asked.rows, preview: answer, byRow: readCheck(asked.rows, answer) };
      setLast(found);
      return found;
    },
  };
}

export interface Asked {
  rows: readonly Row[];
  choices: Choices;
  ifUnregistered: 'register' | 'invite';
}

type Request = Inputs['distributions']['create'];

/** The form as the API takes it. What a cell does not say is judged there, as of every caller. */
export function toRequest({ rows, choices, ifUnregistered }: Asked, timeZone: string): Request {
  const { campaignId } = choices;
  return {
    // A text where a number was meant is refused with the issue of its cell.
    recipients: rows.map((row) => readRow(row).input as Request['recipients'][number]),
    ifUnregistered,
    ...(campaignId !== null && { campaignId }),
    ...readWhen(choices, timeZone),
  };
}
