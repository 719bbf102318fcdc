import type { Distribution, Preview } from '../contracts/distributions';
import type { ErrorBody } from '../contracts/errors';

/**
 * The calls of the REST API that the demo needs: JSON, an API key, and one form of error. The types
 * are those of the server; /api/v1/openapi.json describes the same for every other language.
 */
export function createBestowApi({ url, apiKey }: { url: string; apiKey: string }): BestowApi {
  async function call<Body>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Body> {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new BestowError((answer as { error: ErrorBody }).error);
    return answer as Body;
  }

  return {
    preview: (send) => call('POST', '/distributions', { ...send, dryRun: true }),
    send: (send, idempotencyKey) =>
      call('POST', '/distributions', send, { 'idempotency-key': idempotencyKey }),
    getDistribution: (id) => call('GET', `/distributions/${id}`),
    getBalance: () => call('GET', '/balance'),
  };
}

export interface BestowApi {
  /** What a send would do, row by row and to the balance. Changes nothing. */
  preview(send: Send): Promise<Preview>;
  /**
   * @param idempotencyKey your own name for this send: after a broken connection, call again with
   *   the same key and the same rows, and it is sent once.
   */
  send(send: Send, idempotencyKey: string): Promise<Distribution>;
  getDistribution(id: string): Promise<Distribution>;
  getBalance(): Promise<{ balance: number; held: number }>;
}

export interface Send {
  recipients: Recipient[];
  ifUnregistered: 'register' | 'invite' | 'fail';
  ifInvalid: 'fail' | 'skip';
}

export interface Recipient {
  name: string;
  email: string;
  points: number;
  mobile?: string;
  citation?: string;
}

/** A refused call: a code for programs, a text for people, and what to do next. */
export class BestowError extends Error {
  constructor(readonly details: ErrorBody) {
    const issues = (details.issues ?? []).map(
      ({ row, path, message }) => `\n  row ${row ?? '-'}, ${path}: ${message}`,
    );
    super(`${details.code}: ${details.message} ${details.nextAction}${issues.join('')}`);
    this.name = 'BestowError';
  }
}
