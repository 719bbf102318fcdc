import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { findInvoice, findRecharge } from '../../db/recharges';
import type { PdfDocument } from '../../documents/document';
import { refuse } from '../errors';
import { permitted } from '../trpc';

/**
 * The invoice as it was issued, as data for a page; the same as PDF is at `url`. Not REST: machines
 * take the PDF.
 */
export const getInvoice = permitted('balance.view')
  .input(z.strictObject({ id }))
  .output(z.object({ number: z.string(), url: z.string(), invoice: z.custom<PdfDocument>() }))
  .query(async ({ ctx, input }) => {
    const found = await ctx.inCompany(async (tx) => {
      if ((await findRecharge(tx, input.id)) === undefined) return undefined;
      return findInvoice<PdfDocument>(tx, input.id);
    });
    if (found === undefined) return refuse('not_found');
    return { ...found, url: `/api/v1/recharges/${input.id}/invoice.pdf` };
  });
