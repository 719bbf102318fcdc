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
  const pieces: string[] = [];
  if (!writePart(message, pieces)) return undefined;
  if (!pieces.at(-1)?.endsWith('\n')) pieces.push(CRLF);
  return Buffer.from(pieces.join(''));
}

/** @returns false when a part is no text */
function writePart(part: MimeNode, pieces: string[]): boolean {
  const encoding = part.getTransferEncoding();
  // Looked for once: it is found by counting the letters of the text.
  if (encoding) part.setHeader('Content-Transfer-Encoding', encoding);
  pieces.push(part.buildHeaders(), CRLF, CRLF);
  if (!part.multipart) {
    if (typeof part.content !== 'string') return false;
    writeText(part.content, encoding, pieces);
    return true;
  }
  if (part.content !== undefined) return false;
  const border = `--${part.boundary}`;
  for (const child of part.childNodes) {
    pieces.push(border, CRLF);
    if (!writePart(child, pieces)) return false;
    pieces.push(CRLF);
  }
  pieces.push(border, '--', CRLF);
  return true;
}

function writeText(text: string, encoding: string | false, pieces: string[]): void {
  if (text === '') return;
  if (encoding === 'quoted-printable') {
    writeLines(text, pieces);
    return;
  }
  const canonical = text.replaceAll(/\r?\n/g, CRLF);
  pieces.push(encoding === 'base64' ? base64.wrap(base64.encode(canonical)) : canonical);
}

/**
 * Quoted-printable line by line (RFC 2045, 6.7): most lines of a mail are its template's, and the same in
 * the next one.
 */
function writeLines(text: string, pieces: string[]): void {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  for (const line of lines) pieces.push(encodeLine(line));
  if (last === '') return;
  // After a line end, as nodemailer wraps it: a text of one short line it would leave as it is.
  const before = lines.length === 0 ? '' : CRLF;
  pieces.push(encodeQuotedPrintable(before + last).slice(before.length));
}

function encodeLine(line: string): string {
  const known = encodedLines.get(line);
  if (known !== undefined) return known;
  const encoded = encodeQuotedPrintable(line.replace(/\r?$/, CRLF));
  if (line.length > LONGEST_KNOWN_LINE) return encoded;
  if (encodedLines.size === MAX_KNOWN_LINES) encodedLines.clear();
  encodedLines.set(line, encoded);
  return encoded;
}

function encodeQuotedPrintable(text: string): string {
  return quotedPrintable.wrap(quotedPrintable.encode(text));
}

const CRLF = '\r\n';
const encodedLines = new Map<string, string>();

/** Those of all templates, and of a hundred mails; a template has none that is longer. */
const MAX_KNOWN_LINES = 2_000;
const LONGEST_KNOWN_LINE = 1_000;
