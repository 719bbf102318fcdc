import { z } from 'zod';
import { companyAuditSchema } from '../../contracts/audit';
import { id, pageOf } from '../../contracts/distributions';
import { listCompanyAudit } from '../../db/find-audit';
import { auditKinds } from '../../domain/audit-actions';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { permitted } from '../trpc';

/** Who did what in the company, newest first. */
export const listAudit = permitted('audit.view')
  .input(z.strictObject({ ...pageInput, kind: z.enum(auditKinds).optional() }))
  .output(pageOf(companyAuditSchema))
  .query(async ({ ctx, input: { limit, kind, cursor } }) => {
    const before = decodeCursor(cursor, id);
    const page = await ctx.inCompany((tx) =>
      listCompanyAudit(tx, {
        limit,
        ...(before !== undefined && { before }),
        ...(kind !== undefined && { kind }),
      }),
    );
    const last = page.items.at(-1);
    return { items: page.items, nextCursor: page.hasMore && last ? encodeCursor(last.id) : null };
  });
