import { TRPCClientError } from '@trpc/client';
import type { ErrorBody } from '../../contracts/errors';
import { sayReason } from '../texts/reason-language';

/** What a person is told when something did not work, whoever refused it. */
export interface RefusalView extends Omit<ErrorBody, 'code' | 'requestId'> {
  /** Of `domain/reasons.ts`; `no_connection` and `unexpected` are the page's own. */
  code: ErrorBody['code'] | 'no_connection' | 'unexpected';
  /** For support; empty when no answer came. */
  requestId: string;
}

/**
 * Reads any error that a call ended with. The server's texts are the table of reasons, and are said
 * in the page's language; what never reached the server, or broke in the page itself, has a code
 * whose texts stand in the catalogue (`errors.<code>`).
 */
export function toRefusalView(error: unknown): RefusalView {
  const body = errorBodyOf(error);
  if (body !== undefined) return sayRefusal(body);
  const code = isNoConnection(error) ? 'no_connection' : 'unexpected';
  return { code, message: '', nextAction: '', requestId: requestIdOf(error) };
}

function sayRefusal(body: ErrorBody): RefusalView {
  const { code, message, nextAction, issues } = body;
  return {
    ...body,
    message: sayReason(code, message),
    nextAction: sayReason(code, nextAction),
    ...(issues && {
      issues: issues.map((issue) => ({ ...issue, message: sayReason(issue.code, issue.message) })),
    }),
  };
}

export function isUnauthorized(error: unknown): boolean {
  return errorBodyOf(error)?.code === 'unauthorized';
}

/** The call got no answer, or one of a proxy whose server is away. */
export function isNoConnection(error: unknown): boolean {
  if (!(error instanceof TRPCClientError)) return false;
  const status = responseOf(error)?.status;
  return errorBodyOf(error) === undefined && (status === undefined || status >= 502);
}

/** Whether the same call may succeed later without being changed (the server is busy or away). */
export function isPassing(error: unknown): boolean {
  const code = errorBodyOf(error)?.code;
  return code === 'unavailable' || isNoConnection(error);
}

function errorBodyOf(error: unknown): ErrorBody | undefined {
  if (!(error instanceof TRPCClientError)) return undefined;
  const data: unknown = error.data;
  if (typeof data !== 'object' || data === null || !('error' in data)) return undefined;
  return data.error as ErrorBody;
}

function requestIdOf(error: unknown): string {
  return responseOf(error)?.headers.get('X-Request-Id') ?? '';
}

function responseOf(error: unknown): Response | undefined {
  if (!(error instanceof TRPCClientError)) return undefined;
  const response: unknown = error.meta?.['response'];
  return response instanceof Response ? response : undefined;
}
