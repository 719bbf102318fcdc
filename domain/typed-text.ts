/**
 * Texts that people type and that arrive as typed: names and citations in any script and with any
 * markup. Only what nobody can have meant is refused: control characters (they break headers and
 * terminals) and the direction overrides of Unicode (they make a text read as another one, see
 * Unicode Technical Report 36, section 2.2). Joiners stay: Persian and Indic scripts need them.
 */
export function parseName(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (text === '' || countCharacters(text) > MAX_NAME_CHARACTERS) return undefined;
  if (!isWellFormed(text) || CONTROL.test(text) || DIRECTION_OVERRIDE.test(text)) return undefined;
  return VISIBLE.test(text) ? text : undefined;
}

export const MAX_NAME_CHARACTERS = 200;
export const MAX_CITATION_CHARACTERS = 1_000;
export const MAX_EXTERNAL_ID_CHARACTERS = 200;

/** @returns the citation (null when there is none), or the code of what is wrong with it. */
export function parseCitation(
  value: unknown,
):
  | { ok: true; citation: string | null }
  | { ok: false; code: 'invalid_citation' | 'citation_too_long' } {
  if (value === undefined || value === null) return { ok: true, citation: null };
  if (typeof value !== 'string') return { ok: false, code: 'invalid_citation' };
  const text = value.replaceAll('\r\n', '\n').trim();
  if (text === '') return { ok: true, citation: null };
  if (countCharacters(text) > MAX_CITATION_CHARACTERS)
    return { ok: false, code: 'citation_too_long' };
  if (hasUnusableCharacters(text)) return { ok: false, code: 'invalid_citation' };
  return { ok: true, citation: text };
}

/** Whether a text of several lines has what nobody can have meant, or what cannot be stored. */
export function hasUnusableCharacters(text: string): boolean {
  if (!isWellFormed(text) || DIRECTION_OVERRIDE.test(text)) return true;
  return CONTROL.test(text.replaceAll(/[\n\t]/g, ' '));
}

/** @returns the caller's own reference, null when there is none, undefined when it is not usable. */
export function parseExternalId(value: unknown): string | null | undefined {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string' || !isWellFormed(value) || CONTROL.test(value)) return undefined;
  return countCharacters(value) <= MAX_EXTERNAL_ID_CHARACTERS ? value : undefined;
}

/** A message that a person writes to another: of several lines, as typed. */
export function parseMessage(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.replaceAll('\r\n', '\n').trim();
  if (text === '' || countCharacters(text) > MAX_MESSAGE_CHARACTERS) return undefined;
  if (!isWellFormed(text) || DIRECTION_OVERRIDE.test(text)) return undefined;
  if (CONTROL.test(text.replaceAll(/[\n\t]/g, ' '))) return undefined;
  return VISIBLE.test(text) ? text : undefined;
}

export const MAX_MESSAGE_CHARACTERS = 5_000;

export const citationSuggestions = [
  'Long-time employee',
  'Birthday',
  'Work anniversary',
  'Spot award',
  'Outstanding performance',
  'Festival greetings',
] as const;

// eslint-disable-next-line no-control-regex -- finding control characters is what this is for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u;
const DIRECTION_OVERRIDE = /[\u202a-\u202e\u2066-\u2069]/u;
const VISIBLE = /[\p{L}\p{N}\p{S}\p{P}]/u;

/** Characters as people count them are close to code points; UTF-16 units would halve emoji names. */
function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** A lone surrogate cannot be stored or sent as UTF-8 (RFC 3629 section 3). */
function isWellFormed(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}
