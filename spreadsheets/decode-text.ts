import { isUtf8 } from 'node:buffer';
import { FileRefused } from './file-refused';

/**
 * Decodes the text of a CSV file: UTF-8 and UTF-16, with a byte order mark or recognised without;
 * what is not valid UTF-8 is Windows-1252, which Excel writes in the West.
 *
 * @throws {FileRefused} text_encoding_unknown, file_format_unknown
 */
export function decodeText(bytes: Uint8Array): { text: string; encoding: TextEncoding } {
  const encoding = findEncoding(bytes);
  const text = encoding === 'windows-1252' ? decodeWindows1252(bytes) : decode(bytes, encoding);
  // Other control characters are the row's to refuse; NUL is in every binary file and in no text.
  if (text.includes('\u0000')) throw new FileRefused('file_format_unknown');
  return { text, encoding };
}

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

function findEncoding(bytes: Uint8Array): TextEncoding {
  const [first, second, third, fourth] = bytes;
  const isUtf32 =
    (first === 0xff && second === 0xfe && third === 0 && fourth === 0) ||
    (first === 0 && second === 0 && third === 0xfe && fourth === 0xff);
  if (isUtf32) {
    const detail = 'The file is written in UTF-32, which is not understood.';
    throw new FileRefused('text_encoding_unknown', detail);
  }
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return findNulPattern(bytes) ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1252');
}

/** In UTF-16 every other byte of Latin text is NUL, which no other encoding has at all. */
function findNulPattern(bytes: Uint8Array): TextEncoding | undefined {
  const sample = bytes.subarray(0, NUL_SAMPLE_BYTES);
  const nuls = [0, 0];
  for (const [index, byte] of sample.entries()) {
    if (byte === 0) nuls[index % 2] = (nuls[index % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = nuls;
  const most = (sample.length / 2) * 0.7;
  if (odd >= most && even === 0 && odd > 0) return 'utf-16le';
  if (even >= most && odd === 0 && even > 0) return 'utf-16be';
  return undefined;
}

const NUL_SAMPLE_BYTES = 400;

function decode(bytes: Uint8Array, encoding: TextEncoding): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (err) {
    if (!isInvalidText(err)) throw err;
    throw new FileRefused('text_encoding_unknown');
  }
}

/** What a fatal TextDecoder throws. */
export function isInvalidText(err: unknown): boolean {
  return (
    typeof err === 'object' &&
    err !== null &&
    'code' in err &&
    err.code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
  );
}

/**
 * By a table of our own: TextDecoder('windows-1252') of Node 20 decodes as ISO 8859-1, where the
 * euro sign and typographic quotes are control characters.
 */
function decodeWindows1252(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replaceAll(C1, (character) => {
    const decoded = WINDOWS_1252[character.charCodeAt(0) - 0x80];
    if (decoded !== undefined && decoded !== ' ') return decoded;
    throw new FileRefused('text_encoding_unknown');
  });
}

const C1 = /[\u0080-\u009f]/g;

/** 0x80 to 0x9f; a space where nothing is assigned. */
const WINDOWS_1252 = [...'€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ'];
