import type { Request } from 'express';
import { Refusal } from './errors';

/**
 * For operations whose input is their body: `?dryRun=true` that nobody reads would really send.
 *
 * @throws a refusal `bad_request` that names what stands in the query.
 */
export function refuseQuery(request: Request): void {
  const names = Object.keys(request.query);
  if (names.length === 0) return;
  throw new Refusal('bad_request', {
    issues: names.map((name) => ({
      path: name.slice(0, MAX_SHOWN_CHARACTERS),
      code: 'bad_request' as const,
      message: 'This operation takes no query: give what it knows in the body',
    })),
  });
}

const MAX_SHOWN_CHARACTERS = 60;
