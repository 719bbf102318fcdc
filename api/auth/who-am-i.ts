import { z } from 'zod';
import type { AdminRecord, CompanyRecord } from '../../db/credentials';
import { companyProcedure } from '../trpc';

export const adminSchema = z.object({
  id: z.string(),
  role: z.string(),
  company: z.object({ id: z.string(), name: z.string() }),
});

/** Who is calling, and for which company. */
export const whoAmI = companyProcedure
  .output(adminSchema)
  .query(({ ctx }) => showAdmin(ctx.caller));

export function showAdmin(
  caller: Pick<AdminRecord, 'id'> & { role: string; company: CompanyRecord },
) {
  const { id, role, company } = caller;
  return { id, role, company: { id: company.id, name: company.name } };
}
