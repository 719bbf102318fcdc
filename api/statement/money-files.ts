import { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { periodInput } from '../../contracts/statement';
import { withCompany } from '../../db/pool';
import { findInvoice, findRecharge } from '../../db/recharges';
import { type PdfDocument, renderPdf } from '../../documents/render-pdf';
import { writeTable } from '../../spreadsheets/write-table';
import type { Context } from '../context';
import { inputRefusal, Refusal } from '../errors';
import { requireCaller } from '../require-caller';
import { readWholeStatement } from './read-statement';
import { MOST_LINES, statementDocument, statementTable } from './statement-files';

/** Papers and files about a company's money. Callers are known by a key, or by a page's session. */
export function createMoneyFilesRouter(options: {
  createContext: (request: Request) => Promise<Context>;
  readSession: RequestHandler;
}): Router {
  const { createContext, readSession } = options;
  const router = Router();

  router.get('/recharges/:id/invoice.pdf', readSession, async (request, response) => {
    const { services, caller } = requireCaller(await createContext(request), 'balance.view');
    const rechargeId = id.safeParse(request.params['id']);
    if (!rechargeId.success) throw new Refusal('not_found');
    const found = await withCompany(services.companyDb, caller.company.id, async (tx) => {
      if ((await findRecharge(tx, rechargeId.data)) === undefined) return undefined;
      return findInvoice<PdfDocument>(tx, rechargeId.data);
    });
    if (found === undefined) throw new Refusal('not_found');
    sendFile(response, 'pdf', found.number, await renderPdf(found.invoice));
  });

  router.get('/statement.:format', readSession, async (request, response, next) => {
    const format = formats.safeParse(request.params['format']);
    if (!format.success) return next();
    const { services, caller } = requireCaller(await createContext(request), 'balance.view');
    const period = z.strictObject(periodInput).safeParse(request.query);
    if (!period.success) throw inputRefusal(period.error);
    const statement = await withCompany(services.companyDb, caller.company.id, (tx) =>
      readWholeStatement(tx, period.data, MOST_LINES[format.data]),
    );
    const { issuer } = services.settings.money;
    const content =
      format.data === 'pdf'
        ? await renderPdf(
            statementDocument(statement, { issuer, companyName: caller.company.name }),
          )
        : await writeTable(format.data, statementTable(statement));
    sendFile(response, format.data, `statement-${statement.from}-${statement.to}`, content);
  });
  return router;
}

const formats = z.enum(['csv', 'xlsx', 'pdf']);

const CONTENT_TYPES: Record<z.infer<typeof formats>, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};

function sendFile(
  response: Response,
  format: z.infer<typeof formats>,
  name: string,
  content: Buffer,
): void {
  response.set({
    'Content-Type': CONTENT_TYPES[format],
    'Content-Disposition': `attachment; filename="${name}.${format}"`,
    'Cache-Control': 'no-store',
  });
  response.send(content);
}
