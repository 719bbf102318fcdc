import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { LATE, orLate } from './or-late';
import type { RunningPart } from './running-part';

/**
 * Asks `probe` until it no longer rejects. When the part ends before that, the time is over or the
 * start is given up, the part is stopped and the error says why, with the end of its log.
 *
 * @param logStart where in the log this run begins ({@link sizeOf}): older lines would mislead.
 */
export async function waitUntilReady(
  part: RunningPart,
  {
    probe,
    log,
    logStart,
    signal,
    timeoutSeconds = READY_TIMEOUT_SECONDS,
  }: {
    probe: () => Promise<void>;
    log: string;
    logStart: number;
    signal?: AbortSignal | undefined;
    timeoutSeconds?: number;
  },
): Promise<void> {
  const ended = part.exited.then(
    ({ code, signal: by }) => `ended at once (${by === null ? `code ${code}` : `by ${by}`})`,
  );
  const over = new AbortController();
  const stop = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  const outcome = await Promise.race([ended, askUntilReady(probe, timeoutSeconds, stop)]);
  over.abort();
  if (outcome === READY) return;
  await part.stop();
  signal?.throwIfAborted();
  throw new Error(`${part.name} ${outcome}\n${lastLines(log, logStart)}`);
}

/** Slow disks and cold caches included; what is not up by then does not come up. */
const READY_TIMEOUT_SECONDS = 60;
/** PostgreSQL and Temporal are ready 0.1 to 0.5 s after their spawn: a longer pause would be felt. */
const PAUSE_MILLISECONDS = 20;
const PROBE_TIMEOUT_SECONDS = 5;
const READY = 'ready';

async function askUntilReady(
  probe: () => Promise<void>,
  timeoutSeconds: number,
  stop: AbortSignal,
): Promise<string> {
  const deadline = performance.now() + timeoutSeconds * 1000;
  for (;;) {
    const reason = await ask(probe);
    if (reason === undefined) return READY;
    if (stop.aborted) return 'was given up';
    if (performance.now() > deadline) return `is not ready after ${timeoutSeconds} s: ${reason}`;
    await delay(PAUSE_MILLISECONDS);
  }
}

/** @returns why it is not ready yet */
async function ask(probe: () => Promise<void>): Promise<string | undefined> {
  const answer = probe().then(
    () => undefined,
    (err: unknown) => (err instanceof Error ? err.message || err.name : String(err)),
  );
  const outcome = await orLate(answer, PROBE_TIMEOUT_SECONDS);
  return outcome === LATE ? `no answer within ${PROBE_TIMEOUT_SECONDS} s` : outcome;
}

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

const LINES_SHOWN = 15;
const BYTES_READ = 8_192;

/** The end of a log, for an error: with the file's name, so that the rest can be found. */
export function lastLines(file: string, from = 0): string {
  if (!existsSync(file)) return `(it wrote nothing to ${file})`;
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const start = Math.max(from, size - BYTES_READ);
    const buffer = Buffer.alloc(Math.max(0, size - start));
    readSync(descriptor, buffer, 0, buffer.length, start);
    const lines = buffer.toString('utf8').trimEnd().split('\n').slice(-LINES_SHOWN);
    return [`The end of ${file}:`, ...lines.map((line) => `  ${line}`)].join('\n');
  } finally {
    closeSync(descriptor);
  }
}
