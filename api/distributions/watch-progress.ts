import { setTimeout } from 'node:timers/promises';
import type { Progress } from '../../contracts/drafts';
import { findProgress } from '../../db/find-progress';
import { withCompany } from '../../db/pool';
import type { Services } from '../context';

/**
 * How far a distribution is: at once, then whenever that has changed, until nothing moves by itself
 * any more (all is sent, failed, or waits for people) or the watcher has gone.
 *
 * It asks the database twice a second. A NOTIFY in each transaction that marks mails would be told
 * sooner, and would make all of them commit one after another (docs/decisions).
 *
 * @throws nothing once it has begun: a database that is away is asked again
 */
export async function* watchProgress(
  services: Services,
  companyId: string,
  distributionId: string,
  signal: AbortSignal,
): AsyncGenerator<Progress, void> {
  const measure = createSpeedometer();
  let last = '';
  while (!signal.aborted) {
    const found = await withCompany(services.companyDb, companyId, (tx) =>
      findProgress(tx, distributionId),
    ).catch((error: unknown) => {
      services.log.warn({ err: error, distributionId }, 'Progress could not be read');
      return 'away' as const;
    });
    if (found === undefined) return;
    if (found !== 'away') {
      const progress = { ...found, ...measure(found.done + found.failed, found.remaining) };
      const text = JSON.stringify([found.status, found.done, found.failed]);
      if (text !== last) yield progress;
      last = text;
      if (found.remaining === 0 || ENDED.has(found.status)) return;
    }
    await setTimeout(PAUSE_MILLISECONDS, undefined, { signal }).catch(() => undefined);
  }
}

const PAUSE_MILLISECONDS = 500;

const ENDED = new Set(['completed', 'completed_with_failures', 'cancelled', 'rejected']);

/** Over the last seconds, so that a pause shows and a warm-up does not count for ever. */
const WINDOW_MILLISECONDS = 5_000;

function createSpeedometer() {
  const seen: { at: number; finished: number }[] = [];
  return (finished: number, remaining: number) => {
    const at = performance.now();
    seen.push({ at, finished });
    while (seen.length > 2 && at - (seen[0]?.at ?? at) > WINDOW_MILLISECONDS) seen.shift();
    const first = seen[0] ?? { at, finished };
    const seconds = (at - first.at) / 1_000;
    const perSecond =
      seconds === 0 ? null : Math.round(((finished - first.finished) / seconds) * 10) / 10;
    return { perSecond, remainingSeconds: perSecond ? Math.ceil(remaining / perSecond) : null };
  };
}
