import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import type { FileLimits } from './file-limits';
import { FileRefused } from './file-refused';

/**
 * Opens a zip and looks at its directory before anything is unpacked: how many parts, and how large
 * they say they are. What they really unpack to is counted while they are read.
 *
 * @throws {FileRefused} file_is_damaged, file_unpacks_too_large, file_is_password_protected
 */
export async function openZip(bytes: Uint8Array, limits: FileLimits): Promise<ZipParts> {
  const entries = new Map<string, Entry>();
  let declaredBytes = 0;
  const zip = await orDamaged(async () => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const file = await fromBufferPromise(buffer, { lazyEntries: true });
    if (file.entryCount > limits.zipEntries) refuseLarge();
    for await (const entry of file.eachEntry()) {
      const name = entry.fileName.toLowerCase();
      // Two parts of one name are read differently by different programs.
      if (entries.has(name)) throw new FileRefused('file_is_damaged');
      if (entry.isEncrypted()) throw new FileRefused('file_is_password_protected');
      entries.set(name, entry);
      declaredBytes += entry.uncompressedSize;
      if (entries.size > limits.zipEntries || declaredBytes > limits.unpackedBytes) refuseLarge();
    }
    return file;
  });
  let unpackedBytes = 0;
  async function* read(name: string): AsyncGenerator<Buffer> {
    const entry = entries.get(name.toLowerCase());
    if (entry === undefined) {
      throw new FileRefused('file_is_damaged', `The file is damaged: ${name} is missing in it.`);
    }
    for await (const chunk of streamOf(zip, entry)) {
      unpackedBytes += chunk.length;
      if (unpackedBytes > limits.unpackedBytes * MOST_READINGS) refuseLarge();
      yield chunk;
    }
  }
  return { names: [...entries.keys()], has: (name) => entries.has(name.toLowerCase()), read };
}

export interface ZipParts {
  /** In lower case: names of parts are compared so (ECMA-376 part 2, section 6.2.2.3). */
  names: string[];
  has(name: string): boolean;
  read(name: string): AsyncGenerator<Buffer>;
}

/** A sheet is looked at for its headings before it is read. */
const MOST_READINGS = 2;

function refuseLarge(): never {
  throw new FileRefused('file_unpacks_too_large');
}

async function* streamOf(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  const stream = await orDamaged(() => zip.openReadStreamPromise(entry));
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const next = await orDamaged(() => chunks.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // The reader may have seen enough.
    stream.destroy();
  }
}

/** yauzl and zlib throw plain errors for everything that a file can get wrong. */
async function orDamaged<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (err) {
    if (err instanceof FileRefused) throw err;
    throw new FileRefused('file_is_damaged');
  }
}
