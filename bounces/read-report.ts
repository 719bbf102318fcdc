import { type ParsedMail, simpleParser } from 'mailparser';
import { classifyRefusal, type MailRefusal, withoutAddresses } from '../domain/mail-failures';

/**
 * Reads a delivery status notification (RFC 3464). Only the part for machines counts: its `Action`,
 * `Status` and `Diagnostic-Code`. What is written for people may be in any language and is no proof.
 *
 * `failed` is final, whatever the class of its status: who sent it does not try any more. A delay, a
 * success, a receipt (RFC 8098), a complaint (RFC 5965) and an out-of-office answer change nothing.
 */
export async function readReport(mail: Buffer): Promise<Report> {
  const parsed = await parse(mail);
  if (parsed === undefined) return { kind: 'unreadable' };
  const contentType = parsed.headers.get('content-type');
  if (!isDeliveryReport(contentType)) return { kind: 'other' };
  const part = parsed.attachments.find(({ contentType: type }) => STATUS_TYPES.has(type));
  if (part === undefined) return { kind: 'unreadable' };
  const groups = readGroups(part.content.toString('utf8'));
  const actions = groups.map((group) => group.get('action')?.toLowerCase() ?? '');
  // One of several copies arrived, as behind an alias: the person has it.
  if (actions.some((action) => ARRIVED.has(action))) return { kind: 'other' };
  const failed = groups[actions.indexOf('failed')];
  return failed === undefined ? { kind: 'other' } : { kind: 'failed', ...readFailure(failed) };
}

export type Report =
  | { kind: 'failed'; reason: MailRefusal; detail: string }
  /** A notification that nothing follows from, or no notification at all. */
  | { kind: 'other' }
  | { kind: 'unreadable' };

const STATUS_TYPES = new Set(['message/delivery-status', 'message/global-delivery-status']);
const ARRIVED = new Set(['delivered', 'relayed', 'expanded']);

async function parse(mail: Buffer): Promise<ParsedMail | undefined> {
  try {
    return await simpleParser(mail, {
      keepDeliveryStatus: true,
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipImageLinks: true,
    });
  } catch {
    // Anybody may send us anything; asking for it once more would bring the same.
    return undefined;
  }
}

function isDeliveryReport(contentType: unknown): boolean {
  if (typeof contentType !== 'object' || contentType === null) return false;
  const { value, params } = contentType as { value?: string; params?: Record<string, string> };
  return (
    value?.toLowerCase() === 'multipart/report' &&
    params?.['report-type']?.toLowerCase() === 'delivery-status'
  );
}

/** Groups of fields, divided by empty lines: first those of the message, then one a recipient. */
function readGroups(text: string): Map<string, string>[] {
  return text.split(/(?:\r?\n[ \t]*){2,}(?=\S)/).map((group) => {
    const unfolded = group.replaceAll(/\r?\n[ \t]+/g, ' ');
    const fields = new Map<string, string>();
    for (const line of unfolded.split(/\r?\n/)) {
      const colon = line.indexOf(':');
      if (colon < 1) continue;
      fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
    }
    return fields;
  });
}

function readFailure(group: Map<string, string>): { reason: MailRefusal; detail: string } {
  const status = /^[45]\.\d{1,3}\.\d{1,3}/.exec(group.get('status') ?? '')?.[0];
  // `smtp; 550 5.1.1 …`: the type of the answer, then the answer.
  const diagnostic = (group.get('diagnostic-code') ?? '').replace(/^[\w-]+\s*;\s*/, '');
  const detail = withoutAddresses([status, diagnostic].filter(Boolean).join(' '));
  return { reason: classifyRefusal(diagnostic, status), detail: detail || 'failed' };
}
