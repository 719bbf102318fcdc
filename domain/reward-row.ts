import { parseEmailAddress } from './email-address';
import { parseMobileNumber } from './mobile-number';
import { parsePoints, type Points } from './points';
import { describeReason, type ReasonCode } from './reasons';
import {
  MAX_CITATION_CHARACTERS,
  MAX_EXTERNAL_ID_CHARACTERS,
  MAX_NAME_CHARACTERS,
  parseCitation,
  parseExternalId,
  parseName,
} from './typed-text';

/**
 * Checks every field of every row and gives every issue at once, so that a person mends a send in
 * one go. Row numbers are 1-based, as a person counts; paths are `recipients.<0-based index>.<field>`.
 *
 * @param rowNumbers the numbers of the rows where they are not 1, 2, 3 …: in a file
 * @param firstRows who was met in which row before, by the key of his address, for who checks a file
 *   in parts; the rows of this part are added
 */
export function checkRewardRows(
  rows: readonly unknown[],
  rules: RowRules,
  rowNumbers?: readonly number[],
  firstRows = new Map<string, number>(),
): CheckedRow[] {
  const checked = rows.map((row, index) =>
    checkRewardRow(row, rowNumbers?.[index] ?? index + 1, rules),
  );
  warnOfDuplicates(checked, firstRows);
  return checked;
}

export interface RowRules {
  maxPointsPerReward: number;
  mobileRequired: boolean;
  defaultCountry: string;
}

export interface CheckedRow {
  row: number;
  /** What can be shown of the row, valid or not: texts cut to what a database column takes. */
  typed: { name: string; email: string; points: number; citation: string | null };
  /** Present when the row has no issue. */
  value?: RewardRow;
  /** Of a row that has issues, what else of it could be read. */
  kept?: Pick<RewardRow, 'mobile' | 'externalId'>;
  issues: RowIssue[];
  warnings: RowIssue[];
}

export interface RewardRow {
  row: number;
  name: string;
  email: string;
  emailKey: string;
  points: Points;
  mobile: string | null;
  citation: string | null;
  externalId: string | null;
}

export interface RowIssue {
  row: number;
  path: string;
  code: ReasonCode;
  message: string;
}

const KNOWN_FIELDS = new Set(['name', 'email', 'points', 'mobile', 'citation', 'externalId']);

function checkRewardRow(input: unknown, row: number, rules: RowRules): CheckedRow {
  const issues: RowIssue[] = [];
  const refuse = (field: string, code: ReasonCode, detail?: string): undefined => {
    issues.push(rowIssue(row, field, code, detail));
    return undefined;
  };
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    refuse('', 'invalid_row');
    return { row, typed: { name: '', email: '', points: 0, citation: null }, issues, warnings: [] };
  }
  const fields = input as Record<string, unknown>;
  for (const field of Object.keys(fields).filter((name) => !KNOWN_FIELDS.has(name))) {
    refuse(field.slice(0, 60), 'unknown_field');
  }
  const name = parseName(fields['name']) ?? refuse('name', 'invalid_name');
  const email = parseEmailAddress(fields['email']) ?? refuse('email', 'invalid_email');
  const points = checkPoints(fields['points'], rules, refuse);
  const mobile = checkMobile(fields['mobile'], rules, refuse);
  const parsedCitation = parseCitation(fields['citation']);
  if (!parsedCitation.ok) refuse('citation', parsedCitation.code);
  const externalId = parseExternalId(fields['externalId']);
  if (externalId === undefined) {
    refuse(
      'externalId',
      'invalid_external_id',
      `At most ${MAX_EXTERNAL_ID_CHARACTERS} characters.`,
    );
  }
  const checked: CheckedRow = { row, typed: showTyped(fields), issues, warnings: [] };
  if (issues.length > 0) {
    checked.kept = { mobile: mobile ?? null, externalId: externalId ?? null };
  }
  const citation = parsedCitation.ok ? parsedCitation.citation : undefined;
  if (
    issues.length === 0 &&
    name !== undefined &&
    email !== undefined &&
    points !== undefined &&
    mobile !== undefined &&
    citation !== undefined &&
    externalId !== undefined
  ) {
    const { address, key } = email;
    checked.value = {
      row,
      name,
      email: address,
      emailKey: key,
      points,
      mobile,
      citation,
      externalId,
    };
  }
  return checked;
}

type Refuse = (field: string, code: ReasonCode, detail?: string) => undefined;

function checkPoints(value: unknown, rules: RowRules, refuse: Refuse): Points | undefined {
  const parsed = parsePoints(value, rules.maxPointsPerReward);
  if (parsed.ok) return parsed.points;
  const details = {
    missing: 'Points are missing.',
    not_a_number: 'Points must be a number, not a text: 10, not "10".',
    not_whole: 'Points must be a whole number.',
    too_small: 'Points must be at least 1.',
    too_large: `At most ${rules.maxPointsPerReward.toLocaleString('en')} points a reward.`,
  };
  return refuse('points', 'invalid_points', details[parsed.problem]);
}

function checkMobile(value: unknown, rules: RowRules, refuse: Refuse): string | null | undefined {
  const mobile = parseMobileNumber(value, rules.defaultCountry);
  if (mobile === undefined) return refuse('mobile', 'invalid_mobile');
  if (mobile === null && rules.mobileRequired) return refuse('mobile', 'mobile_required');
  return mobile;
}

/** An issue of one field, with the reason's own text unless something closer is known. */
export function rowIssue(row: number, field: string, code: ReasonCode, detail?: string): RowIssue {
  const { message, nextAction } = describeReason(code);
  const path = `recipients.${row - 1}${field === '' ? '' : `.${field}`}`;
  return { row, path, code, message: detail ?? `${message} ${nextAction}` };
}

function warnOfDuplicates(rows: CheckedRow[], firstRows: Map<string, number>): void {
  for (const checked of rows) {
    const key = checked.value?.emailKey;
    if (key === undefined) continue;
    const earlier = firstRows.get(key);
    if (earlier === undefined) {
      firstRows.set(key, checked.row);
      continue;
    }
    const detail = `This e-mail address stands in row ${earlier} too. Each row is a reward of its own.`;
    checked.warnings.push(rowIssue(checked.row, 'email', 'duplicate_in_file', detail));
  }
}

/**
 * A refused row is recorded when the caller says `skip`; its texts must fit the database. What is too
 * long stays too long by a character: cut to what is allowed it would be sent when it is retried.
 */
function showTyped(fields: Record<string, unknown>): CheckedRow['typed'] {
  const points = fields['points'];
  return {
    name: showText(fields['name'], MAX_NAME_CHARACTERS + 1),
    email: showText(fields['email'], MAX_EMAIL_CHARACTERS + 1),
    points: typeof points === 'number' && Number.isSafeInteger(points) && points > 0 ? points : 0,
    citation: showText(fields['citation'], MAX_CITATION_CHARACTERS + 1) || null,
  };
}

/** RFC 5321 section 4.5.3.1.3, without the angle brackets. */
const MAX_EMAIL_CHARACTERS = 254;

function showText(value: unknown, maxCharacters: number): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  // A character has at most two units.
  const units = String(value).slice(0, 2 * maxCharacters);
  const text = units.length <= maxCharacters ? units : [...units].slice(0, maxCharacters).join('');
  // PostgreSQL text has no NUL, and UTF-8 has no lone surrogates.
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}
