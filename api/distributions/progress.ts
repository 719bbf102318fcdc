import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { findProgress } from '../../db/find-progress';
import { refuse } from '../errors';
import { permitted } from '../trpc';
import { watchProgress } from './watch-progress';

/** Live progress for the page, as a subscription; `GET /distributions/{id}/progress` is the same. */
export const progress = permitted('distributions.view')
  .input(z.strictObject({ id }))
  .subscription(async function* ({ ctx, input, signal }) {
    const known = await ctx.inCompany((tx) => findProgress(tx, input.id));
    if (known === undefined) return refuse('not_found');
    const until = signal ?? new AbortController().signal;
    yield* watchProgress(ctx.services, ctx.caller.company.id, input.id, until);
  });
