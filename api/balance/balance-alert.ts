import { z } from 'zod';
import { rechargePoints } from '../../contracts/recharges';
import { recordChange } from '../../db/audit';
import { findBalanceAlert, setBalanceAlert as writeAlert } from '../../db/balance-alerts';
import { withCompany } from '../../db/pool';
import { permitted, moneyProcedure } from '../trpc';

const points = rechargePoints.nullable().meta({
  description: 'Below how many points you are told; null for never.',
});

/** The level at which owners, admins and finance are mailed that the Company Balance is low. */
export const getBalanceAlert = permitted('balance.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/balance/alert',
      operationId: 'getBalanceAlert',
      tags: ['Balance'],
      summary: 'The level of the low-balance alert',
      errorResponses: [401],
    },
  })
  .input(z.strictObject({}))
  .output(z.object({ points }))
  .query(async ({ ctx }) => ({ points: await ctx.inCompany(findBalanceAlert) }));

/** Sets that level. Told once each time that the balance falls below, within a minute. */
export const setBalanceAlert = moneyProcedure
  .meta({
    openapi: {
      method: 'PUT',
      path: '/balance/alert',
      operationId: 'setBalanceAlert',
      tags: ['Balance'],
      summary: 'Set the level of the low-balance alert',
      description:
        'Owners, admins and finance are mailed once each time that the balance falls below it.',
      errorResponses: [400, 401, 403],
    },
  })
  .input(z.strictObject({ points }))
  .output(z.object({ points }))
  .mutation(async ({ ctx, input }) => {
    const { services, caller } = ctx;
    const companyId = caller.company.id;
    const after = { points: input.points };
    // Audit records are not the company's role to write.
    await withCompany(services.platformDb, companyId, async (tx) => {
      const before = { points: await findBalanceAlert(tx) };
      await writeAlert(tx, input.points);
      if (before.points === after.points) return;
      const actor = { kind: caller.kind, id: caller.id };
      await recordChange(tx, { companyId, actor, action: 'set_balance_alert', before, after });
    });
    return after;
  });
