import { type Request, type RequestHandler, type Response, Router } from 'express';
import multer, { MulterError } from 'multer';
import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { withCompany } from '../../db/pool';
import type { FileFormat } from '../../spreadsheets/write-table';
import { writeFailedRows } from '../../spreadsheets/failed-rows';
import { writeTemplate } from '../../spreadsheets/template';
import type { Caller, Context } from '../context';
import { Refusal } from '../errors';
import { createDraftFromFile } from './create-draft';
import { getDraft } from './change-draft';
import { failedRowsOfDraft, findFailedRows } from './failed-rows';
import { judgeDraft } from './judge-draft';

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
  const { createContext, readSession } = options;
  const router = Router();
  const download = (
    path: string,
    write: (context: CompanyContext, request: Request, format: FileFormat) => Promise<Download>,
  ) =>
    router.get(`${path}.:format`, readSession, async (request, response, next) => {
      const format = formats.safeParse(request.params['format']);
      if (!format.success) return next();
      const context = requireCaller(await createContext(request));
      sendFile(response, format.data, await write(context, request, format.data));
    });

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
    const judgement = await judgeDraft(services, caller.company, draft);
    const content = await writeFailedRows(format, failedRowsOfDraft(judgement));
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

  router.post('/uploads', takeOneFile(options.maxFileBytes), async (request, response) => {
    const { services, caller } = requireSender(await createContext(request));
    if (request.file === undefined) throw new Refusal('bad_request', undefined, NO_FILE);
    const fields = uploadFields.safeParse(request.body);
    if (!fields.success) throw new Refusal('bad_request', { issues: issuesOf(fields.error) });
    const draft = await createDraftFromFile(services, caller, {
      bytes: request.file.buffer,
      fileName: request.file.originalname,
      ifUnregistered: fields.data.ifUnregistered,
      campaignId: fields.data.campaignId ?? null,
    });
    response.status(201).location(`/api/v1/drafts/${draft.id}`).json(draft);
  });
  return router;
}

export const uploadFields = z.strictObject({
  ifUnregistered: z.enum(['register', 'invite', 'fail']).default('invite'),
  campaignId: id.optional(),
});

export const NO_FILE = 'Send the file as the form field "file" (multipart/form-data).';

const formats = z.enum(['xlsx', 'csv']);

const CONTENT_TYPES: Record<FileFormat, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

interface Download {
  name: string;
  content: Buffer;
}

function sendFile(response: Response, format: FileFormat, { name, content }: Download): void {
  response.set({
    'Content-Type': CONTENT_TYPES[format],
    'Content-Disposition': `attachment; filename="${name}.${format}"`,
    'Cache-Control': 'no-store',
  });
  response.send(content);
}

type CompanyContext = Context & { caller: Caller };

function requireCaller(context: Context): CompanyContext {
  if (context.caller === undefined) throw new Refusal('unauthorized');
  return { ...context, caller: context.caller };
}

/** As `sendingProcedure` of tRPC: not for those who may only look. */
function requireSender(context: Context): CompanyContext {
  const known = requireCaller(context);
  if (['viewer', 'finance'].includes(known.caller.role)) throw new Refusal('forbidden');
  return known;
}

function readId(request: Request): string {
  const parsed = id.safeParse(request.params['id']);
  if (!parsed.success) throw new Refusal('not_found');
  return parsed.data;
}

function issuesOf(error: z.ZodError) {
  return error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    code: 'bad_request' as const,
    message,
  }));
}

/** One file in memory, no larger than a file may be; what is wrong with a form is the caller's. */
function takeOneFile(maxFileBytes: number): RequestHandler {
  const take = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: maxFileBytes, files: 1, fields: 10, fieldSize: 1_000, parts: 12 },
    defParamCharset: 'utf8',
  }).single('file');
  return (request, response, next) => {
    take(request, response, (error: unknown) => {
      if (error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE') {
        const megabytes = Math.floor(maxFileBytes / 1024 / 1024);
        return next(
          new Refusal('file_too_large', undefined, `The file is larger than ${megabytes} MB.`),
        );
      }
      // Whatever else a form can have wrong: too many parts, another field, a broken boundary.
      if (error !== undefined && error !== null) {
        return next(new Refusal('bad_request', undefined, NO_FILE));
      }
      return next();
    });
  };
}
