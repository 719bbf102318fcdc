import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

/**
 * Asks `probe` again and again until it gives something, and returns that. This is how a test waits
 * for a state of the world; what it does not do is sleep and hope.
 *
 * @param describe what is awaited, read after "waited for": `'the reward to be delivered'`.
 * @param probe gives undefined or false as long as the state is not there. What it throws counts as
 *   "not yet" and is shown when the time is over: a server that starts refuses connections first.
 * @throws Error naming what was awaited, for how long, and what the probe saw last.
 */
export async function waitFor<Seen>(
  describe: string,
  probe: () => Promise<Seen | undefined | false> | Seen | undefined | false,
  { timeoutMilliseconds = TIMEOUT_MILLISECONDS, intervalMilliseconds, lastSeen }: WaitOptions = {},
): Promise<Seen> {
  const startedAt = performance.now();
  for (;;) {
    let outcome: string;
    try {
      const seen = await probe();
      if (seen !== undefined && seen !== false) return seen;
      outcome = `saw last ${inspect(lastSeen ? lastSeen() : seen, { depth: 6 })}`;
    } catch (error) {
      outcome = `the last look threw ${inspect(error)}`;
    }
    const elapsed = performance.now() - startedAt;
    if (elapsed >= timeoutMilliseconds) {
      throw new Error(`Waited ${Math.round(elapsed)} ms for ${describe}; ${outcome}`);
    }
    const pause = intervalMilliseconds ?? pauseAfter(elapsed);
    await delay(Math.min(pause, timeoutMilliseconds - elapsed));
  }
}

export interface WaitOptions {
  timeoutMilliseconds?: number | undefined;
  /** Between two looks; without it they grow rarer the longer it takes. */
  intervalMilliseconds?: number | undefined;
  /** What the probe looked at, for the message, where the probe itself only says yes or no. */
  lastSeen?: () => unknown;
}

/** Less than a test's own limit (jest.config.cjs), so that this message is the one that is read. */
const TIMEOUT_MILLISECONDS = 40_000;

/** Not felt in what is over soon; a tenth of what takes longer, which has the CPU for itself then. */
function pauseAfter(elapsedMilliseconds: number): number {
  const tenth = elapsedMilliseconds / 10;
  return Math.min(Math.max(tenth, SHORTEST_PAUSE_MILLISECONDS), LONGEST_PAUSE_MILLISECONDS);
}

const SHORTEST_PAUSE_MILLISECONDS = 25;
const LONGEST_PAUSE_MILLISECONDS = 250;
