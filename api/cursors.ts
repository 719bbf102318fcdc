import { z } from 'zod';
import { MAX_PAGE_SIZE } from '../contracts/distributions';
import { refuse } from './errors';

/** The part of every list's input: how many, and where the page before ended. */
export const pageInput = {
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(50),
  cursor: z.string().max(200).optional(),
};

/** A cursor is opaque to callers; inside is the last key of the page. */
export function encodeCursor(lastKey: string | number | Record<string, string>): string {
  return Buffer.from(JSON.stringify(lastKey)).toString('base64url');
}

/** @throws a refusal `bad_request` when the cursor is not one that we gave. */
export function decodeCursor<Key>(
  cursor: string | undefined,
  key: z.ZodType<Key>,
): Key | undefined {
  if (cursor === undefined) return undefined;
  const parsed = key.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (parsed.success) return parsed.data;
  const message = 'Not a cursor of this list; leave it out to begin at the first page';
  return refuse('bad_request', { issues: [{ path: 'cursor', code: 'bad_request', message }] });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // refused by the caller, with the field's name
  }
}
