import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { rowsOf } from '../../db/pool';
import { supportProcedure } from '../trpc';

/** The people of support, to whom tickets are given; by name. Finance answers no tickets. */
export const listAgents = supportProcedure
  .output(z.array(z.object({ id, name: z.string(), role: z.enum(['agent', 'lead']) })))
  .query(({ ctx }) =>
    rowsOf(
      ctx.services.platformDb,
      `SELECT id, name, role FROM support_agents WHERE role <> 'finance' AND removed_at IS NULL
       ORDER BY name, id`,
    ),
  );
