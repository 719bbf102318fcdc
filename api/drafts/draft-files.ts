import { type Request, type RequestHandler, Router } from 'express';
import { withCompany } from '../../db/pool';
import { writeFailedRows } from '../../spreadsheets/failed-rows';
import { writeTemplate } from '../../spreadsheets/template';
import type { Context } from '../context';
import { Refusal } from '../errors';
import { createDownloads, readId } from '../download-file';
import { refuseQuery } from '../refuse-query';
import { type CompanyContext, requireCaller } from '../require-caller';
import { noFile, takeFile } from '../take-file';
import { createDraftFromFile } from './create-draft';
import { readUploadFields } from './upload-fields';
import { getDraft } from './change-draft';
import { failedRowsOfDraft, findFailedRows } from './failed-rows';

/**
 * What is a file and no JSON: the template, the upload, and the rows that failed. Callers are known
 * as everywhere, by a key or by the session of a page.
 */
export function createDraftFilesRouter(options: {
  createContext: (request: Request) => Promise<Context>;
  /** Reads the cookie of a page; a page downloads by a link, which carries no key. */
  readSession: RequestHandler;
  maxFileBytes: number;
}): Router {
  const { createContext } = options;
  const router = Router();
  const download = createDownloads(router, options);

  download('/template', async ({ services, caller }, _request, format) => ({
    name: 'bestow-template',
    content: await writeTemplate(format, {
      maxRecipients: services.settings.maxRecipients,
      mobileRequired: caller.company.mobileRequired,
      companyName: caller.company.name,
    }),
  }));

  download('/drafts/:id/failed-rows', async ({ services, caller }, request, format) => {
    const draft = await getDraft(services, caller, readId(request));
    const failed = await failedRowsOfDraft(services, caller.company, draft);
    const content = await writeFailedRows(format, failed);
    return { name: 'bestow-failed-rows', content };
  });

  download('/distributions/:id/failed-rows', async ({ services, caller }, request, format) => {
    const failed = await withCompany(services.companyDb, caller.company.id, (tx) =>
      findFailedRows(tx, readId(request)),
    );
    if (failed === undefined) throw new Refusal('not_found');
    const rows = failed.rows.map(({ row, reasons, reference }) => ({
      cells: row.cells,
      reasons,
      reference,
    }));
    return { name: 'bestow-failed-rows', content: await writeFailedRows(format, rows) };
  });

  router.post(
    '/uploads',
    // Who it is comes first: nobody else's file is read.
    async (request, response, next) => {
      const context = await createContext(request);
      response.locals['context'] = requireCaller(context, 'distributions.send');
      refuseQuery(request);
      next();
    },
    takeFile({ maxBytes: options.maxFileBytes, tooLarge: 'file_too_large', fields: 10 }),
    async (request, response) => {
      const { services, caller } = response.locals['context'] as CompanyContext;
      if (request.file === undefined) throw noFile();
      const draft = await createDraftFromFile(services, caller, {
        ...readUploadFields(request.body),
        bytes: request.file.buffer,
        fileName: request.file.originalname,
      });
      response.status(201).location(`/api/v1/drafts/${draft.id}`).json(draft);
    },
  );
  return router;
}
