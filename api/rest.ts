import { callTRPCProcedure } from '@trpc/server';
import type { Logger } from 'pino';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { appRouter } from './router';
import type { Context } from './context';
import { errorBody, Refusal, toRefusal } from './errors';
import { fileOperations } from './openapi-files';
import { refuseQuery } from './refuse-query';
import { takeFile } from './take-file';
import { MAX_IMAGE_BYTES } from '../domain/image-header';
import { reasons } from '../domain/reasons';

/**
 * REST over the same procedures as tRPC: every procedure with `meta.openapi` gets its path and
 * method. Our own few lines instead of the library's handler, because status codes, headers and the
 * form of errors are part of our contract (docs/decisions).
 */
export function createRestRouter(createContext: (request: Request) => Promise<Context>): Router {
  const rest = Router({ mergeParams: false });
  for (const [path, operations] of operationsByPath()) {
    const route = rest.route(path.replaceAll(/\{(\w+)\}/g, ':$1'));
    for (const operation of operations) {
      const method = operation.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
      const parseBody = operation.takesFile ? takeImage : [parseJson];
      const handlers: RequestHandler[] = method === 'get' ? [] : parseBody;
      route[method](...handlers, (request, response) => answer(request, response, operation));
    }
    const methods = operations.map(({ method }) => method);
    route.all(refuseMethod(methods));
  }
  for (const [path, methods] of methodsOfFiles()) rest.all(path, refuseMethod(methods));
  rest.use(() => {
    throw new Refusal('not_found');
  });
  return rest;

  async function answer(request: Request, response: Response, operation: Operation): Promise<void> {
    const context = await createContext(request);
    const output: unknown = await callTRPCProcedure({
      router: appRouter,
      path: operation.name,
      getRawInput: () => Promise.resolve(readInput(request, operation)),
      ctx: context,
      type: operation.type,
      signal: undefined,
      batchIndex: 0,
    }).catch((error: unknown) => {
      response.set(context.reply.headers);
      throw error;
    });
    response.set(context.reply.headers);
    response.status(context.reply.status ?? 200).json(output);
  }
}

export interface Operation {
  name: string;
  type: 'query' | 'mutation';
  method: string;
  path: string;
  /** Its body is multipart instead of JSON. */
  takesFile: boolean;
}

/** Every procedure that is part of the REST contract. */
export function listOperations(): Operation[] {
  const procedures = appRouter._def.procedures as unknown as Record<string, ListedProcedure>;
  return Object.entries(procedures).flatMap(([name, { _def }]) => {
    const openapi = _def.meta?.openapi;
    return openapi === undefined
      ? []
      : [
          {
            ...{ name, type: _def.type, method: openapi.method, path: openapi.path },
            takesFile: openapi.contentTypes?.includes('multipart/form-data') ?? false,
          },
        ];
  });
}

/** Fixed paths first: `/campaigns/preview` is no campaign whose id is `preview`. */
function operationsByPath(): [string, Operation[]][] {
  const byPath = new Map<string, Operation[]>();
  for (const operation of listOperations()) {
    byPath.set(operation.path, [...(byPath.get(operation.path) ?? []), operation]);
  }
  const isFixed = (path: string): boolean => !path.includes('{');
  return [...byPath].sort(([one], [other]) => Number(isFixed(other)) - Number(isFixed(one)));
}

interface ListedProcedure {
  _def: {
    type: 'query' | 'mutation';
    meta?: { openapi?: { method: string; path: string; contentTypes?: string[] } };
  };
}

/** What answers before this router; a request of another method comes here. */
function methodsOfFiles(): [string, string[]][] {
  const files = Object.entries({ ...fileOperations(), '/openapi.json': { get: {} } });
  return files.map(([path, operations]) => [
    path.replaceAll(/\{(\w+)\}/g, ':$1'),
    Object.keys(operations).map((method) => method.toUpperCase()),
  ]);
}

function refuseMethod(methods: readonly string[]): RequestHandler {
  const taken = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  const allow = METHODS.filter((method) => taken.includes(method)).join(', ');
  return (_request, response) => {
    response.set('Allow', allow);
    throw new Refusal('method_not_allowed');
  };
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** 500 recipients with the longest texts in the widest script are 3 MB. */
const MAX_BODY = '5mb';

/** `null` and `5` are JSON too; that they are no object is for `readInput` to say. */
const parseJson = express.json({ limit: MAX_BODY, type: () => true, strict: false });

/** The only procedure that takes a file takes an image, as `body.file`. */
const takeImage: RequestHandler[] = [
  takeFile({ maxBytes: MAX_IMAGE_BYTES, tooLarge: 'image_too_large', fields: 0 }),
  (request, _response, next) => {
    request.body = request.file === undefined ? {} : { file: request.file.buffer };
    next();
  },
];

/** A request's input: its path's ids, and its query or its body, which cannot overrule the path. */
function readInput(request: Request, { method }: Operation): Record<string, unknown> {
  // HEAD is answered by what answers GET.
  if (method === 'GET') return { ...request.query, ...request.params };
  refuseQuery(request);
  const body: unknown = request.body === undefined ? {} : request.body;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    const action = 'Send an object with the fields of the operation: { … }.';
    throw new Refusal('bad_request', undefined, 'The body must be a JSON object.', action);
  }
  return { ...body, ...request.params };
}

/** The last handler of the REST router: any error becomes the body that the contract promises. */
export function answerError(
  error: unknown,
  request: Request,
  response: Response,
  log: Pick<Logger, 'error' | 'info'>,
): void {
  const refusal = toRefusal(error);
  const { httpStatus } = reasons[refusal.code];
  const { method, path } = request;
  if (httpStatus >= 500) log.error({ err: error, requestId: request.id }, 'A request failed');
  else
    log.info({ requestId: request.id, code: refusal.code, method, path }, 'A request was refused');
  if (refusal.code === 'unauthorized') response.set('WWW-Authenticate', 'Bearer');
  const retryAfter = refusal.code === 'unavailable' ? 1 : refusal.retryAfterSeconds;
  if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
  response.status(httpStatus).json({ error: errorBody(refusal, request.id) });
}
