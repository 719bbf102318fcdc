import { setTimeout as delay } from 'node:timers/promises';
import type { PartExit, RunningPart } from './running-part';

export interface SupervisedPart {
  /** As in ready.json's pids. */
  name: string;
  /** Stops it and starts it no more. */
  stop(): Promise<void>;
}

export interface PartStart {
  signal: AbortSignal;
  /** False for the start that the reader waits for, true for one after an unexpected end. */
  isRestart: boolean;
}

/**
 * Starts a part, and starts it again whenever it ends by itself: at once the first time, then after
 * growing pauses as long as it does not stay up.
 *
 * @param start gives up, having stopped what it spawned, when its signal is aborted
 * @param signal gives up the first start, whose failure is the caller's to handle
 * @param report told of every unexpected end, every failed start, and when the part is back
 */
export async function supervisePart<Part extends RunningPart>({
  name,
  label,
  start,
  signal,
  report,
}: {
  name: string;
  /** Its name for the reader. */
  label: string;
  start: (options: PartStart) => Promise<Part>;
  signal: AbortSignal;
  report: (line: string) => void;
}): Promise<SupervisedPart & { part: Part }> {
  const stopping = new AbortController();
  const first = await start({ signal, isRestart: false });
  let current: RunningPart = first;

  async function keepRunning(): Promise<void> {
    let failures = 0;
    for (;;) {
      const readyAt = performance.now();
      const exit = await current.exited;
      if (stopping.signal.aborted) return;
      report(`${label} ended unexpectedly (${describe(exit)}); starting it again`);
      failures = performance.now() - readyAt > STEADY_MILLISECONDS ? 0 : failures + 1;
      const endedAt = performance.now();
      const next = await startAgain(failures);
      if (!next) return;
      current = next;
      // It was up in the moment in which it was to be given up: nobody else would stop it.
      if (stopping.signal.aborted) return next.stop();
      const seconds = ((performance.now() - endedAt) / 1000).toFixed(1);
      report(`${label} is back after ${seconds} s (process ${next.pid})`);
    }
  }

  async function startAgain(failuresBefore: number): Promise<RunningPart | undefined> {
    for (let failures = failuresBefore; ; failures += 1) {
      try {
        const pause = PAUSES_MILLISECONDS[failures] ?? LONGEST_PAUSE_MILLISECONDS;
        await delay(pause, undefined, { signal: stopping.signal });
        return await start({ signal: stopping.signal, isRestart: true });
      } catch (err) {
        if (stopping.signal.aborted) return undefined;
        report(`${label} does not start: ${err instanceof Error ? err.message : String(err)}`);
      }
    }
  }

  const running = keepRunning();
  return {
    name,
    part: first,
    async stop() {
      stopping.abort();
      await current.stop();
      await running;
    },
  };
}

/** A part that was up for so long has recovered: its next end is a first one again. */
const STEADY_MILLISECONDS = 1_000;
/** By the number of quick ends in a row: a few are bad luck, more are a fault that stays. */
const PAUSES_MILLISECONDS = [0, 0, 100, 300, 1_000, 2_000];
const LONGEST_PAUSE_MILLISECONDS = 5_000;

function describe({ code, signal }: PartExit): string {
  return signal === null ? `code ${code}` : signal;
}
