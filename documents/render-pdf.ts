import path from 'node:path';
import { Piscina } from 'piscina';
import type { PdfDocument } from './document';

export type { PdfDocument } from './document';

/**
 * Renders a paper as PDF, in a thread of its own: a statement of 1,000 lines takes a second of
 * computing, in which the process answers everybody else. The same document is the same bytes.
 *
 * @throws Error when it takes longer than a minute: no paper of ours is that large.
 */
export async function renderPdf(document: PdfDocument): Promise<Buffer> {
  pool ??= createPool();
  const signal = AbortSignal.timeout(DEADLINE_MILLISECONDS);
  return Buffer.from((await pool.run(document, { signal })) as Uint8Array);
}

/** Ends the threads, for a process that is about to end; a later document starts them anew. */
export async function closePdfThreads(): Promise<void> {
  const ended = pool;
  pool = undefined;
  await ended?.destroy();
}

let pool: Piscina | undefined;

function createPool(): Piscina {
  return new Piscina({
    filename: THREAD_FILE,
    minThreads: 0,
    maxThreads: MAX_THREADS,
    idleTimeout: IDLE_MILLISECONDS,
    resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MEGABYTES },
  });
}

const DEADLINE_MILLISECONDS = 60_000;
/** A second document does not wait for a long statement; more would take the cores from requests. */
const MAX_THREADS = 2;
/** Loading pdfmake and the fonts takes half a second, so a thread waits a while for the next one. */
const IDLE_MILLISECONDS = 30_000;
const THREAD_HEAP_MEGABYTES = 512;

/** A thread loads JavaScript: from a checkout (tests), that is what `npm run build` has made. */
const THREAD_FILE = __filename.endsWith('.ts')
  ? path.join(__dirname, '..', 'dist', 'documents', 'render-thread.js')
  : path.join(__dirname, 'render-thread.js');
