import { z } from 'zod';
import { findAwaitingApprovalOf } from '../../db/approvals';
import { permitted } from '../trpc';

/** How much waits for the approval of the person who asks; nothing for who may not approve. */
export const countAwaitingApproval = permitted('distributions.view')
  .input(z.strictObject({}))
  .output(z.object({ distributions: z.int(), points: z.int() }))
  .query(({ ctx }) => {
    const { id, kind, company } = ctx.caller;
    if (kind !== 'admin') return { distributions: 0, points: 0 };
    return ctx.inCompany((tx) => findAwaitingApprovalOf(tx, company.id, id));
  });
