import type { Request, RequestHandler, Response, Router } from 'express';
import { z } from 'zod';
import { id } from '../contracts/distributions';
import type { FileFormat } from '../spreadsheets/write-table';
import type { Context } from './context';
import { Refusal } from './errors';
import { type CompanyContext, requireCaller } from './require-caller';

/**
 * Adds files to download, each as XLSX and as CSV, to a router. Callers are known by a key or by the
 * session of a page: a page downloads by a link, which carries no key.
 */
export function createDownloads(
  router: Router,
  { createContext, readSession }: DownloadOptions,
): AddDownload {
  return (path, write) =>
    void router.get(`${path}.:format`, readSession, async (request, response, next) => {
      const format = formats.safeParse(request.params['format']);
      if (!format.success) return next();
      const context = requireCaller(await createContext(request), 'distributions.view');
      sendFile(response, format.data, await write(context, request, format.data));
    });
}

export interface DownloadOptions {
  createContext: (request: Request) => Promise<Context>;
  readSession: RequestHandler;
}

type AddDownload = (
  path: string,
  write: (context: CompanyContext, request: Request, format: FileFormat) => Promise<Download>,
) => void;

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

export function readId(request: Request): string {
  const parsed = id.safeParse(request.params['id']);
  if (!parsed.success) throw new Refusal('not_found');
  return parsed.data;
}
