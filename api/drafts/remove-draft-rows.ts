import type { z } from 'zod';
import { chooseRowsInput, draftSchema } from '../../contracts/drafts';
import type { DraftRecord } from '../../db/drafts';
import type { DraftRow } from '../../domain/draft-row';
import { changeRows } from '../../domain/packed-rows';
import type { Caller, Services } from '../context';
import { sendingProcedure } from '../trpc';
import { changeDraft, getDraft } from './change-draft';
import { isInGroup, judgeDraft } from './judge-draft';

const meta = (verb: 'remove' | 'restore', summary: string) => ({
  openapi: {
    method: 'POST' as const,
    path: `/drafts/{id}/${verb}-rows` as const,
    operationId: `${verb}DraftRows`,
    tags: ['Drafts'],
    summary,
    errorResponses: [400, 401, 403, 404, 409, 429] as [400, 401, 403, 404, 409, 429],
  },
});

/** Leaves rows out, by their numbers or a whole group; they can be taken back. */
export const removeDraftRows = sendingProcedure
  .meta(meta('remove', 'Leave rows out'))
  .input(chooseRowsInput)
  .output(draftSchema)
  .mutation(async ({ ctx, input }) => {
    const isChosen = await chooserOf(ctx.services, ctx.caller, input);
    return changeDraft(ctx.services, ctx.caller, input, (draft) =>
      withRows(draft, (row) => (isChosen(row.row) ? { ...row, removed: true } : row)),
    );
  });

/** Takes rows back that were left out. */
export const restoreDraftRows = sendingProcedure
  .meta(meta('restore', 'Take rows back that were left out'))
  .input(chooseRowsInput)
  .output(draftSchema)
  .mutation(async ({ ctx, input }) => {
    const isChosen = await chooserOf(ctx.services, ctx.caller, input);
    return changeDraft(ctx.services, ctx.caller, input, (draft) => ({
      ...withRows(draft, ({ removed, ...row }) =>
        removed === true && !isChosen(row.row) ? { ...row, removed } : row,
      ),
      // It may have been looked at first without these rows.
      told: false,
    }));
  });

function withRows(draft: DraftRecord, change: (row: DraftRow) => DraftRow) {
  return { content: changeRows(draft.content, change) };
}

async function chooserOf(
  services: Services,
  caller: Caller,
  { id, rows, group }: z.infer<typeof chooseRowsInput>,
): Promise<(row: number) => boolean> {
  if (group === undefined) {
    const chosen = new Set(rows);
    return (row) => chosen.has(row);
  }
  const draft = await getDraft(services, caller, id);
  const chosen = new Set<number>();
  for await (const part of judgeDraft(services, caller.company, draft)) {
    for (const one of part.rows) if (isInGroup(one, group)) chosen.add(one.row.row);
  }
  return (row) => chosen.has(row);
}
