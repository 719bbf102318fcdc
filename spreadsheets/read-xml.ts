import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { isInvalidText } from './decode-text';
import { FileRefused } from './file-refused';

/**
 * Reads a part of an OOXML file as a stream of tags without their namespace prefixes, so that the
 * transitional, the strict and any prefixed form are the same. Nothing is ever expanded: a document
 * type declaration, which OOXML forbids (ECMA-376 part 2, section 6.2.5), ends the reading.
 *
 * @throws {FileRefused} file_is_damaged
 */
export async function readXml(
  chunks: AsyncIterable<Uint8Array>,
  listener: XmlListener,
): Promise<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let depth = 0;
  parser.on('error', () => refuse());
  parser.on('doctype', () => refuse());
  parser.on('opentag', (tag) => {
    depth += 1;
    if (depth > MAX_DEPTH) refuse();
    listener.open(localName(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag) => {
    depth -= 1;
    listener.close(localName(tag.name));
  });
  if (listener.text) {
    const onText = listener.text.bind(listener);
    parser.on('text', onText);
    parser.on('cdata', onText);
  }
  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    parser.write(decodeChunk(decoder, chunk));
    if (listener.isDone?.()) return;
  }
  parser.write(decodeChunk(decoder ?? new TextDecoder(), undefined));
  parser.close();
}

export interface XmlListener {
  open(name: string, attributes: Record<string, string>): void;
  close(name: string): void;
  text?(text: string): void;
  isDone?(): boolean;
}

/** A workbook's deepest part has about ten levels. */
const MAX_DEPTH = 100;

function refuse(): never {
  throw new FileRefused('file_is_damaged');
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** XML is UTF-8 or UTF-16 with a byte order mark (XML 1.0, section 4.3.3). */
function encodingOf(chunk: Uint8Array): string {
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
  return chunk[0] === 0xfe && chunk[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function decodeChunk(decoder: TextDecoder, chunk: Uint8Array | undefined): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch (err) {
    if (isInvalidText(err)) return refuse();
    throw err;
  }
}
