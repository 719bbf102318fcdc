/**
 * The texts of a campaign: plain text with variables like `{{name}}` (spaces inside the braces are
 * allowed, upper case is not). Two braces that shall stand there as they are have a backslash in
 * front, `\{{`; a backslash in front of a variable is written twice, `\\{{name}}`. Anywhere else a
 * backslash, a single brace and `}}` are just themselves.
 *
 * A text is parsed when it is saved and once before it is filled. Values are never parsed: whatever
 * stands in a name or a citation arrives as it was typed.
 */
export function parseCampaignText(
  text: string,
  allowed: readonly CampaignVariable[] = campaignVariables,
): { parts: TextPart[]; problems: TextProblem[] } {
  const parts: TextPart[] = [];
  const problems: TextProblem[] = [];
  let literal = '';
  let at = 0;
  for (const match of text.matchAll(OPENING)) {
    if (match.index < at) continue;
    const slashes = match[1] ?? '';
    literal += text.slice(at, match.index) + '\\'.repeat(Math.floor(slashes.length / 2));
    const opensAt = match.index + slashes.length;
    at = opensAt + 2;
    if (slashes.length % 2 === 1) {
      literal += '{{';
      continue;
    }
    const closesAt = findClosing(text, at);
    const position = countCharacters(text.slice(0, opensAt)) + 1;
    if (closesAt === undefined) {
      problems.push({ code: 'unclosed_braces', position, message: describeUnclosed(position) });
      continue;
    }
    const typed = text.slice(at, closesAt);
    const variable = allowed.find((name) => name === typed.trim());
    at = closesAt + 2;
    if (variable === undefined) {
      const message = describeUnknown(typed.trim(), position, allowed);
      problems.push({ code: 'unknown_variable', position, message });
      continue;
    }
    if (literal !== '') parts.push({ kind: 'literal', text: literal });
    parts.push({ kind: 'variable', variable });
    literal = '';
  }
  literal += text.slice(at);
  if (literal !== '') parts.push({ kind: 'literal', text: literal });
  return { parts, problems };
}

export const campaignVariables = ['name', 'first_name', 'points', 'citation', 'company'] as const;
export type CampaignVariable = (typeof campaignVariables)[number];

export type TextPart =
  | { kind: 'literal'; text: string }
  | { kind: 'variable'; variable: CampaignVariable };

export interface TextProblem {
  code: 'unknown_variable' | 'unclosed_braces';
  /** Of the first brace: in characters (code points), from 1. */
  position: number;
  message: string;
}

/** What variables stand for, as shown. An empty or missing text is absent: a place for it closes. */
export type CampaignValues = { readonly [variable in CampaignVariable]?: string | null };

/**
 * A text with its values, as pieces, so that a mail can give each value a direction of its own. A
 * line that is nothing but absent values (and what frames them: quotes, a dash) disappears.
 *
 * @returns lines; a value of several lines goes on in the next.
 */
export function fillLines(parts: readonly TextPart[], values: CampaignValues): TextPiece[][] {
  return splitAtBreaks(parts).flatMap((line) => fillLine(line, values));
}

export interface TextPiece {
  text: string;
  isValue: boolean;
}

/** The same on one line, for a subject, a heading or a name. */
export function fillOneLine(parts: readonly TextPart[], values: CampaignValues): string {
  const lines = fillLines(parts, values).map((line) => line.map(({ text }) => text).join(''));
  return toOneLine(lines.join(' '));
}

/**
 * A message by its paragraphs, which blank lines of the typed text part. Blank lines of a value do
 * not: it stays in its paragraph. A paragraph of which nothing is left disappears.
 */
export function fillParagraphs(
  parts: readonly TextPart[],
  values: CampaignValues,
): TextPiece[][][] {
  const paragraphs: TextPart[][][] = [[]];
  for (const line of splitAtBreaks(parts)) {
    const isBlank = line.every((part) => part.kind === 'literal' && part.text.trim() === '');
    if (isBlank) paragraphs.push([]);
    else paragraphs.at(-1)?.push(line);
  }
  return paragraphs
    .map((lines) => lines.flatMap((line) => fillLine(line, values)))
    .filter((lines) => lines.length > 0);
}

export function mentions(parts: readonly TextPart[], variable: CampaignVariable): boolean {
  return parts.some((part) => part.kind === 'variable' && part.variable === variable);
}

/** A line break in a header would begin another one; in a heading it would be lost. */
export function toOneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** At most `most` characters as people see them, cut after a word where one ends near, with an ellipsis. */
export function cutText(text: string, most: number): string {
  // What fits by the smallest unit fits by every other; most texts do.
  if (text.length <= most) return text;
  const characters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  if (characters.length <= most) return text;
  const kept = characters.slice(0, most - 1);
  const lastSpace = kept.lastIndexOf(' ');
  const end = lastSpace >= most * CUT_AT_WORD_FROM ? lastSpace : kept.length;
  return `${kept.slice(0, end).join('').trimEnd()}…`;
}

/** A cut at a word may cost a third of the length, not more. */
const CUT_AT_WORD_FROM = 2 / 3;

/** Graphemes: a cut inside of a family emoji or an accented letter would show another one. */
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Before `{{`: the backslashes that say whether it opens a variable. */
const OPENING = /(\\*)\{\{/g;

/** A variable stands on one line and holds no other one. */
function findClosing(text: string, from: number): number | undefined {
  const [inside = ''] = /^(?:(?!\{\{|\}\})[^\n\r])*/u.exec(text.slice(from)) ?? [];
  const end = from + inside.length;
  return text.startsWith('}}', end) ? end : undefined;
}

function describeUnclosed(position: number): string {
  return (
    `The braces {{ at character ${position} are not closed on their line: close them with }}, or ` +
    'write \\{{ where two braces are meant as they are.'
  );
}

function describeUnknown(
  typed: string,
  position: number,
  allowed: readonly CampaignVariable[],
): string {
  const shown = `{{${cutText(typed, MOST_SHOWN)}}}`;
  const meant = suggestVariable(typed, allowed);
  const list = allowed.map((name) => `{{${name}}}`).join(', ');
  const here = list === '' ? 'No variable can stand here.' : `Allowed here: ${list}.`;
  const question = meant === undefined ? '' : ` Did you mean {{${meant}}}?`;
  return `${shown} at character ${position} is no variable of this text.${question} ${here}`;
}

const MOST_SHOWN = 40;

/** The variable that was probably meant: `First Name`, `fristname`, `nmae`, `points_total`. */
function suggestVariable(
  typed: string,
  allowed: readonly CampaignVariable[],
): CampaignVariable | undefined {
  const bare = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '');
  const wanted = bare(typed.slice(0, MOST_SHOWN));
  if (wanted === '') return undefined;
  const ranked = allowed
    .map((name) => ({ name, distance: editDistance(wanted, bare(name)) }))
    .sort((a, b) => a.distance - b.distance);
  const [nearest] = ranked;
  if (nearest === undefined) return undefined;
  if (nearest.distance <= Math.min(2, Math.floor(wanted.length / 2))) return nearest.name;
  return allowed.find((name) => wanted.startsWith(bare(name)) || wanted.endsWith(bare(name)));
}

/** Levenshtein's: how many letters to insert, remove or replace. Both texts are short. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

const LINE_BREAK = /\r\n|\r|\n/;

function splitAtBreaks(parts: readonly TextPart[]): TextPart[][] {
  const lines: TextPart[][] = [[]];
  for (const part of parts) {
    if (part.kind === 'variable') {
      lines.at(-1)?.push(part);
      continue;
    }
    part.text.split(LINE_BREAK).forEach((text, index) => {
      if (index > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push({ kind: 'literal', text });
    });
  }
  return lines;
}

/** One typed line with its values: none when nothing is left of it, several for a value of several. */
function fillLine(line: readonly TextPart[], values: CampaignValues): TextPiece[][] {
  const valueOf = (part: TextPart) =>
    part.kind === 'variable' ? values[part.variable] || undefined : undefined;
  const isAbsent = (part: TextPart) => part.kind === 'variable' && valueOf(part) === undefined;
  const saysNothing = (part: TextPart) => part.kind === 'literal' && !WORD.test(part.text);
  if (line.some(isAbsent) && line.every((part) => isAbsent(part) || saysNothing(part))) return [];
  const lines: TextPiece[][] = [[]];
  let closesGap = false;
  for (const part of line) {
    if (isAbsent(part)) {
      closesGap = /^$|\s$/.test(lines.at(-1)?.at(-1)?.text ?? '');
      continue;
    }
    const text = part.kind === 'literal' ? part.text : (valueOf(part) ?? '');
    text.split(LINE_BREAK).forEach((piece, index) => {
      if (index > 0) lines.push([]);
      // What an absent value leaves is one space, not two.
      const shown = closesGap && index === 0 ? piece.replace(/^\s+/, '') : piece;
      if (shown !== '') lines.at(-1)?.push({ text: shown, isValue: part.kind === 'variable' });
    });
    closesGap = false;
  }
  return lines;
}

/** Letters, digits and emoji say something by themselves; quotes, dashes and spaces frame. */
const WORD = /[\p{L}\p{N}\p{So}]/u;

function countCharacters(text: string): number {
  return Array.from(text).length;
}
