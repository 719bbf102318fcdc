import {
  type CampaignVariable,
  campaignVariables,
  cutText,
  parseCampaignText,
} from './campaign-text';
import { COLOUR } from './colour';
import type { ReasonCode } from './reasons';
import { hasUnusableCharacters, parseName } from './typed-text';

/** What a campaign says and how it looks. */
export interface CampaignContent {
  subject: string;
  heading: string;
  /** Plain text; a blank line ends a paragraph. */
  message: string;
  /** Of the button to the wallet; empty for the usual words. */
  buttonText: string;
  /** In the From header; empty for the company's name. */
  senderName: string;
  bannerImageId: string | null;
  /** `#rrggbb`, lower case once it was checked. */
  colour: string;
}

/**
 * Checks a name and a content as they were typed. Gives both trimmed and with one kind of line
 * break, or every issue at once.
 */
export function checkCampaign(typed: {
  name: string;
  content: CampaignContent;
}): { ok: true; name: string; content: CampaignContent } | { ok: false; issues: CampaignIssue[] } {
  const name = parseName(typed.name);
  const nameIssues: CampaignIssue[] =
    name !== undefined && characters(name) <= MAX_CAMPAIGN_NAME
      ? []
      : [{ path: 'name', code: 'invalid_campaign', message: NAME_RULE }];
  const checked = checkCampaignContent(typed.content);
  if (name !== undefined && nameIssues.length === 0 && checked.ok) {
    return { ok: true, name, content: checked.content };
  }
  return { ok: false, issues: [...nameIssues, ...(checked.ok ? [] : checked.issues)] };
}

/** The same for a content without a name, as a preview gets it. */
export function checkCampaignContent(
  typed: CampaignContent,
): { ok: true; content: CampaignContent } | { ok: false; issues: CampaignIssue[] } {
  const texts = FIELDS.map((field) => {
    const text = typed[field.name].replaceAll(/\r\n?/g, '\n').trim();
    return { field, text, issues: checkText(field, text) };
  });
  const issues = texts.flatMap((text) => text.issues);
  if (!COLOUR.test(typed.colour)) {
    const message = 'Give the colour as # and six hexadecimal digits, like #0b5f56.';
    issues.push({ path: 'content.colour', code: 'invalid_campaign', message });
  }
  if (issues.length > 0) return { ok: false, issues };
  const clean = Object.fromEntries(texts.map(({ field, text }) => [field.name, text]));
  return {
    ok: true,
    content: { ...typed, ...clean, colour: typed.colour.toLowerCase() },
  };
}

export interface CampaignIssue {
  path: string;
  code: ReasonCode;
  message: string;
  position?: number;
}

/** Two names that differ in letter case or in how a letter is composed are one name. */
export function campaignNameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

export const MAX_CAMPAIGN_NAME = 100;
export const MAX_SUBJECT = 150;
export const MAX_SENDER_NAME = 100;

const NAME_RULE = `Give a name of 1 to ${MAX_CAMPAIGN_NAME} characters without line breaks or invisible controls.`;

interface Field {
  name: 'subject' | 'heading' | 'message' | 'buttonText' | 'senderName';
  most: number;
  required: boolean;
  lines: 'one' | 'several';
  /** What the text may say of a reward. */
  variables: readonly CampaignVariable[];
}

/**
 * The sender's name knows the company alone: it is the same for everybody, so that people learn to
 * trust it and mail programs keep the mails together. A button is too small for a name.
 */
const FIELDS: readonly Field[] = [
  {
    name: 'subject',
    most: MAX_SUBJECT,
    required: true,
    lines: 'one',
    variables: campaignVariables,
  },
  { name: 'heading', most: 150, required: true, lines: 'one', variables: campaignVariables },
  { name: 'message', most: 5_000, required: true, lines: 'several', variables: campaignVariables },
  { name: 'buttonText', most: 50, required: false, lines: 'one', variables: [] },
  {
    name: 'senderName',
    most: MAX_SENDER_NAME,
    required: false,
    lines: 'one',
    variables: ['company'],
  },
];

function checkText(field: Field, text: string): CampaignIssue[] {
  const path = `content.${field.name}`;
  const issue = (message: string): CampaignIssue[] => [{ path, code: 'invalid_campaign', message }];
  if (text === '') return field.required ? issue('This text cannot be empty.') : [];
  const { length } = Array.from(text);
  if (length > field.most) {
    return issue(`${length} characters; at most ${field.most.toLocaleString('en')} here.`);
  }
  if (field.lines === 'one' && /[\n\u2028\u2029]/.test(text)) {
    return issue('This text is one line: remove the line breaks.');
  }
  if (hasUnusableCharacters(text)) {
    return issue('Remove control and direction-override characters.');
  }
  return parseCampaignText(text, field.variables).problems.map((problem) => ({ path, ...problem }));
}

function characters(text: string): number {
  return Array.from(text).length;
}

/** `Birthday (copy)`, or the first of `Birthday (copy 2)`, `(copy 3)` … that is free. */
export function nameOfCopy(name: string, takenKeys: ReadonlySet<string>): string {
  for (let n = 1; ; n += 1) {
    const ending = n === 1 ? ' (copy)' : ` (copy ${n})`;
    const copy = cutText(name, MAX_CAMPAIGN_NAME - ending.length) + ending;
    if (!takenKeys.has(campaignNameKey(copy))) return copy;
  }
}
