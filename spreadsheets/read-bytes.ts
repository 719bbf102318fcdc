import type { FileLimits } from './file-limits';
import { type FileProblem, FileRefused } from './file-refused';
import { readCsv } from './read-csv';
import { readXlsx } from './read-xlsx';
import type { Sheet } from './sheet';

/** Reads a file of rewards on this thread. The content decides what it is, whatever its name. */
export async function readBytes(bytes: Uint8Array, options: ReadOptions): Promise<ReadResult> {
  try {
    return { ok: true, sheet: await readSheet(bytes, options) };
  } catch (err) {
    if (err instanceof FileRefused) return { ok: false, problem: err.problem };
    throw err;
  }
}

export interface ReadOptions {
  limits: FileLimits;
  maxRows: number;
}

export type ReadResult = { ok: true; sheet: Sheet } | { ok: false; problem: FileProblem };

async function readSheet(bytes: Uint8Array, { limits, maxRows }: ReadOptions): Promise<Sheet> {
  if (bytes.length === 0) throw new FileRefused('file_is_empty');
  if (startsWith(bytes, ZIP) || startsWith(bytes, EMPTY_ZIP)) {
    return readXlsx(bytes, limits, maxRows);
  }
  refuseOtherFormats(bytes);
  return readCsv(bytes, limits, maxRows);
}

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const EMPTY_ZIP = [0x50, 0x4b, 0x05, 0x06];
/** Compound files: old Office formats, and new ones with a password (MS-CFB, section 2.2). */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

function refuseOtherFormats(bytes: Uint8Array): void {
  if (startsWith(bytes, COMPOUND)) refuseCompound(bytes);
  // Binary workbooks of Excel 2 to 4 begin with a BOF record.
  if (bytes[0] === 0x09 && (bytes[1] ?? 1) % 2 === 0 && bytes[2] === 4 && bytes[3] === 0) {
    throw new FileRefused('file_is_old_xls');
  }
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  const format = FORMATS.find(({ pattern }) => pattern.test(head));
  if (format) throw new FileRefused('file_format_unknown', format.message);
}

const HEAD_BYTES = 1_024;

const FORMATS = [
  { pattern: /^%PDF-/, message: 'This is a PDF, not a spreadsheet.' },
  { pattern: /^\{\\rtf/, message: 'This is a text document (RTF), not a spreadsheet.' },
  {
    pattern: /^(?:ï»¿)?\s*<(?:!doctype html|html|head|body|table|meta|style)\b/i,
    message: 'This is a web page, whatever its name says.',
  },
  {
    pattern: /^(?:ï»¿)?\s*<\?xml[^]*(?:<workbook|mso-application)/i,
    message: 'This is an XML spreadsheet of Excel 2003.',
  },
  { pattern: /^(?:ï»¿)?\s*<\?xml/, message: 'This is an XML file, not a spreadsheet.' },
  { pattern: /^(?:.PNG\r\n|\xff\xd8\xff|GIF8)/, message: 'This is a picture, not a spreadsheet.' },
  {
    pattern: /^(?:7z\xbc\xaf|Rar!|BZh\d)/,
    message: 'This is a compressed archive. Unpack it and upload the spreadsheet in it.',
  },
];

function refuseCompound(bytes: Uint8Array): never {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const has = (stream: string): boolean => buffer.includes(Buffer.from(`${stream}\0`, 'utf16le'));
  if (has('EncryptedPackage')) throw new FileRefused('file_is_password_protected');
  if (has('WordDocument')) {
    throw new FileRefused('file_format_unknown', 'This is an old Word document (.doc).');
  }
  if (has('Workbook') || has('Book')) throw new FileRefused('file_is_old_xls');
  throw new FileRefused('file_format_unknown');
}
