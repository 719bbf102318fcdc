import path from 'node:path';
import { Piscina } from 'piscina';
import { defaultFileLimits, type FileLimits } from './file-limits';
import { FileRefused } from './file-refused';
import type { ReadResult } from './read-bytes';
import type { ReadTask } from './read-thread';

export type { SheetRow } from './build-sheet';
export { defaultFileLimits, type FileLimits } from './file-limits';
export type { FileProblem } from './file-refused';
export type { ReadResult } from './read-bytes';
export type { Sheet, SheetSource } from './sheet';

/**
 * Reads spreadsheets in threads of their own, one of which is loaded before the first file comes; each
 * is ended when a file takes too long or too much memory. Nothing that a file holds throws or
 * harms the process: what cannot be read is a problem with a text for the person who sent it.
 */
export function createSpreadsheetReader(options: ReaderOptions = {}): SpreadsheetReader {
  const limits = { ...defaultFileLimits, ...options.limits };
  const threads = options.threads ?? DEFAULT_THREADS;
  const pool = new Piscina({
    filename: THREAD_FILE,
    // The first file does not wait for a thread to load; a second one that comes at once may.
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: IDLE_MILLISECONDS,
    resourceLimits: {
      maxOldGenerationSizeMb: limits.threadHeapMegabytes,
      maxYoungGenerationSizeMb: YOUNG_GENERATION_MEGABYTES,
    },
  });
  // What ends a thread is told to the file that it read.
  pool.on('error', () => undefined);
  const inTurn = createTurns(threads);
  return {
    async read(bytes, fileName, { maxRows }) {
      if (bytes.length > limits.fileBytes) return refused(tooLarge(bytes, fileName, limits));
      return await inTurn(async () => {
        const task: ReadTask = { bytes, options: { limits, maxRows } };
        const signal = AbortSignal.timeout(limits.deadlineMilliseconds);
        try {
          return (await pool.run(task, { signal })) as ReadResult;
        } catch (err) {
          if (signal.aborted) return refused(new FileRefused('file_took_too_long'));
          if (isOutOfMemory(err)) return refused(new FileRefused('file_unpacks_too_large'));
          throw err;
        }
      });
    },
    close: () => pool.destroy(),
  };
}

export interface ReaderOptions {
  limits?: Partial<FileLimits>;
  /** Files read at once; more of them wait for their turn. */
  threads?: number;
}

export interface SpreadsheetReader {
  /**
   * @param bytes the file; they are copied, and the caller keeps them
   * @param fileName as the person named it: texts alone use it, the content decides the format
   * @param options.maxRows rows that may be sent at once; more are `too_many_rows`
   */
  read(bytes: Uint8Array, fileName: string, options: { maxRows: number }): Promise<ReadResult>;
  close(): Promise<void>;
}

/** One reads while the other is replaced after a file that ended it. */
const DEFAULT_THREADS = 2;

/** Rows die young; with 32, or Node's default of 48, nothing was faster, and a thread took 20 MB more. */
const YOUNG_GENERATION_MEGABYTES = 8;

/** Loading takes 0.2 s, so a second thread waits a while for the next file; idle it holds 12 MB. */
const IDLE_MILLISECONDS = 30_000;

/** A thread loads JavaScript: from a checkout (tests), that is what `npm run build` has made. */
const THREAD_FILE = __filename.endsWith('.ts')
  ? path.join(__dirname, '..', 'dist', 'spreadsheets', 'read-thread.js')
  : path.join(__dirname, 'read-thread.js');

function refused({ problem }: FileRefused): ReadResult {
  return { ok: false, problem };
}

function tooLarge(bytes: Uint8Array, fileName: string, { fileBytes }: FileLimits): FileRefused {
  const megabytes = (count: number): string =>
    (count / 1024 / 1024).toLocaleString('en', { maximumFractionDigits: 1 });
  const detail = `"${fileName.slice(0, 100)}" has ${megabytes(bytes.length)} MB; at most ${megabytes(fileBytes)} MB can be read.`;
  return new FileRefused('file_too_large', detail);
}

function isOutOfMemory(err: unknown): boolean {
  return (
    typeof err === 'object' &&
    err !== null &&
    'code' in err &&
    err.code === 'ERR_WORKER_OUT_OF_MEMORY'
  );
}

/** Lets so many work at once, so that the deadline of a file begins when its reading does. */
function createTurns(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
