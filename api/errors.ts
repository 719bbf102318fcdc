import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import type { ErrorBody, ErrorDetails } from '../contracts/errors';
import { describeReason, type ReasonCode, reasons } from '../domain/reasons';

/** An expected refusal, by its code in the one table of reasons. */
export class Refusal extends Error {
  /** When the same call may be answered: the header Retry-After (RFC 9110 section 10.2.3). */
  retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ReasonCode,
    readonly details: ErrorDetails = {},
    /** A closer text than the table's, for people. */
    readonly closer?: string,
    /** What to do next, where the table's does not fit. */
    readonly closerAction?: string,
  ) {
    super(closer ?? reasons[code].message);
    this.name = 'Refusal';
  }
}

/** Ends a procedure with a refusal, as the error that tRPC carries. */
export function refuse(
  code: ReasonCode,
  details?: ErrorDetails,
  closer?: string,
  closerAction?: string,
): never {
  throw asTrpcError(new Refusal(code, details, closer, closerAction));
}

/** As `refuse`, for a time. */
export function refuseFor(seconds: number, code: ReasonCode): never {
  const refusal = new Refusal(code);
  refusal.retryAfterSeconds = seconds;
  throw asTrpcError(refusal);
}

export function asTrpcError(refusal: Refusal): TRPCError {
  const code = trpcCodes[reasons[refusal.code].httpStatus] ?? 'INTERNAL_SERVER_ERROR';
  return new TRPCError({ code, message: refusal.message, cause: refusal });
}

/** Any error as what a caller may see of it. Unknown ones are ours: no text of theirs leaves. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof TRPCError) return trpcRefusal(error);
  if (isHttpError(error)) return httpRefusal(error);
  if (isConnectionTrouble(error)) return new Refusal('unavailable');
  return new Refusal('internal_error');
}

export function errorBody(refusal: Refusal, requestId: string): ErrorBody {
  const { code, message } = describeReason(refusal.code);
  const nextAction = nextActionOf(refusal);
  return { code, message: refusal.closer ?? message, nextAction, requestId, ...refusal.details };
}

/** The table's action for what is malformed speaks of issues, which not every such refusal has. */
function nextActionOf({ code, closerAction, details: { issues = [] } }: Refusal): string {
  if (closerAction !== undefined) return closerAction;
  if (code !== 'bad_request' || issues.length > 0) return reasons[code].nextAction;
  return 'Compare the request with the API description, and correct it.';
}

const trpcCodes: Partial<Record<number, TRPCError['code']>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  402: 'PAYMENT_REQUIRED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
};

/**
 * What is asked for by an `id` that is not even formed like one does not exist. Other ids only stand
 * in the input, and are wrong there as any field is.
 */
export function inputRefusal(error: ZodError): Refusal {
  if (error.issues.length > 0 && error.issues.every(({ path }) => path[0] === 'id')) {
    return new Refusal('not_found');
  }
  const issues = error.issues.flatMap((issue) => {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [''];
    return names.map((name) => ({
      path: [...issue.path.map(String), ...(name === '' ? [] : [name.slice(0, 60)])].join('.'),
      code: 'bad_request' as const,
      message: name === '' ? issue.message : 'There is no such field',
    }));
  });
  return new Refusal('bad_request', { issues });
}

/** Errors of the router and of the body parser: malformed address, JSON or gzip, charset, size. */
function httpRefusal(error: HttpError): Refusal {
  if (error.status === 413) return new Refusal('payload_too_large');
  if (error.type === 'encoding.unsupported') {
    const action = 'Send the body as it is, or packed by gzip, deflate or br.';
    return new Refusal('unsupported_media_type', {}, undefined, action);
  }
  if (error.status === 415) return new Refusal('unsupported_media_type');
  if (error.type === 'entity.parse.failed') {
    const action = 'Send a JSON object in UTF-8; look at its quotes, commas and brackets.';
    return new Refusal('bad_request', {}, 'The body is not valid JSON.', action);
  }
  if (error instanceof URIError) {
    const action = 'Write what is not plain in an address as UTF-8, percent-encoded: %E2%82%AC.';
    return new Refusal('bad_request', {}, 'The address is malformed.', action);
  }
  return new Refusal('bad_request');
}

type HttpError = Error & { status: number; type?: string };

function trpcRefusal(error: TRPCError): Refusal {
  const codes: Partial<Record<TRPCError['code'], ReasonCode>> = {
    PARSE_ERROR: 'bad_request',
    BAD_REQUEST: 'bad_request',
    NOT_FOUND: 'not_found',
    METHOD_NOT_SUPPORTED: 'method_not_allowed',
    UNSUPPORTED_MEDIA_TYPE: 'unsupported_media_type',
    PAYLOAD_TOO_LARGE: 'payload_too_large',
  };
  const { cause } = error;
  if (cause instanceof Refusal) return cause;
  const code = codes[error.code];
  // An answer of ours that is not as promised has a ZodError too, and is no mistake of the caller.
  if (cause instanceof ZodError && code !== undefined) return inputRefusal(cause);
  if (code !== undefined || cause === undefined) return new Refusal(code ?? 'internal_error');
  return toRefusal(cause);
}

function isHttpError(error: unknown): error is HttpError {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status >= 400 &&
    error.status < 500
  );
}

/** The database is away or restarting: https://www.postgresql.org/docs/18/errcodes-appendix.html */
function isConnectionTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|57P0[1-5]|08|53300)/.test(code) ||
    error.name === 'KnexTimeoutError' ||
    error.message.includes('Connection terminated')
  );
}
