import { z } from 'zod';
import { getBalance as readBalance } from '../../db/ledger';
import { permitted } from '../trpc';

/** The Company Balance and what is held for sends under way, in points. */
export const getBalance = permitted('balance.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/balance',
      operationId: 'getBalance',
      tags: ['Balance'],
      summary: 'The Company Balance and what is held',
      errorResponses: [401],
    },
  })
  .input(z.strictObject({}))
  .output(z.object({ balance: z.int(), held: z.int() }))
  .query(({ ctx }) => ctx.inCompany((tx) => readBalance(tx, ctx.caller.company.id)));
