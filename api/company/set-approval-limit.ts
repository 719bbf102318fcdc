import { z } from 'zod';
import { MOST_POINTS } from '../../contracts/recharges';
import { setApprovalLimit as writeLimit } from '../../db/approvals';
import { recordChange } from '../../db/audit';
import { withCompany } from '../../db/pool';
import { permitted } from '../trpc';

const points = z.int().min(0).max(MOST_POINTS).nullable().meta({
  description: 'Sends of more points than this need an approval; null: none does.',
});

/** Sets above how many points a send waits for an approval. What was accepted before stays as it was. */
export const setApprovalLimit = permitted('approvals.change')
  .input(z.strictObject({ points }))
  .output(z.object({ points }))
  .mutation(async ({ ctx: { services, caller }, input }) => {
    const companyId = caller.company.id;
    await withCompany(services.platformDb, companyId, async (tx) => {
      const was = await writeLimit(tx, companyId, input.points);
      if (was === input.points) return;
      const actor = { kind: caller.kind, id: caller.id };
      const change = { before: { approvalLimit: was }, after: { approvalLimit: input.points } };
      await recordChange(tx, { companyId, actor, action: 'set_approval_limit', ...change });
    });
    return input;
  });
