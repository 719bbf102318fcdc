import { PassThrough } from 'node:stream';
import type { PluginFunction } from 'nodemailer/lib/mailer';
import * as base64 from 'nodemailer/lib/base64';
import type MimeNode from 'nodemailer/lib/mime-node';
import * as quotedPrintable from 'nodemailer/lib/qp';

/**
 * A plugin of nodemailer: gives a message of texts to the connection as one piece. By itself nodemailer
 * joins streams, several for each part of a message, and the server gets it in two dozen small writes:
 * half of all that a mail costs. With attachments it still does.
 */
export const sendWhole: PluginFunction = (mail, done) => {
  const whole = mail.message && writeMessage(mail.message);
  if (whole !== undefined) mail.message.createReadStream = () => new PassThrough().end(whole);
  done();
};

/**
 * The message as `message.build()` writes it (RFC 5322, RFC 2045), at once; the headers and the encodings
 * are nodemailer's. Line ends of texts become CRLF before they are encoded (RFC 2045, 6.7 and 6.8).
 *
 * @returns undefined when a part is no text
 */
export function writeMessage(message: MimeNode): Buffer | undefined {
  const written = writePart(message);
  if (written === undefined) return undefined;
  return Buffer.from(written.endsWith('\n') ? written : `${written}\r\n`);
}

function writePart(part: MimeNode): string | undefined {
  const encoding = part.getTransferEncoding();
  const headers = `${part.buildHeaders()}\r\n\r\n`;
  if (!part.multipart) {
    if (typeof part.content !== 'string') return undefined;
    return headers + encode(part.content, encoding);
  }
  const children = part.childNodes.map(writePart);
  if (part.content !== undefined || children.includes(undefined)) return undefined;
  const border = `--${part.boundary}`;
  return `${headers}${children.map((child) => `${border}\r\n${child}`).join('\r\n')}\r\n${border}--\r\n`;
}

function encode(text: string, encoding: string | false): string {
  if (encoding === 'quoted-printable') return encodeLines(text);
  const canonical = text.replaceAll(/\r?\n/g, CRLF);
  return encoding === 'base64' ? base64.wrap(base64.encode(canonical)) : canonical;
}

/**
 * Quoted-printable line by line (RFC 2045, 6.7): most lines of a mail are its
 * template's, and the same in the next one.
 */
function encodeLines(text: string): string {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  if (lines.length === 0) return encodeQuotedPrintable(last);
  // After a line end, as nodemailer wraps it: a text of one short line it would leave as it is.
  const end = encodeQuotedPrintable(`${CRLF}${last}`).slice(CRLF.length);
  return lines.map(encodeLine).join('') + end;
}

function encodeLine(line: string): string {
  const known = encodedLines.get(line);
  if (known !== undefined) return known;
  const encoded = encodeQuotedPrintable(line.replace(/\r?$/, CRLF));
  if (encodedLines.size === MAX_LINES) encodedLines.clear();
  encodedLines.set(line, encoded);
  return encoded;
}

function encodeQuotedPrintable(text: string): string {
  return quotedPrintable.wrap(quotedPrintable.encode(text));
}

const CRLF = '\r\n';
const encodedLines = new Map<string, string>();

/** Those of all templates and of a hundred mails; 1 MB at most, for a line of a template is short. */
const MAX_LINES = 2_000;
