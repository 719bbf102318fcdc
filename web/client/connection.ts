import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

/**
 * Whether the server is in reach. A call without an answer says no; from then on the health check is
 * asked until it answers. Queries pause meanwhile and go on by themselves (TanStack's online
 * manager); a change is never repeated by itself, because nobody knows whether it arrived.
 */
export function useConnection(): boolean {
  return useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  );
}

/** Called by whoever got no answer. */
export function connectionLost(): void {
  if (asking !== undefined) return;
  onlineManager.setOnline(false);
  asking = window.setTimeout(() => void ask(FIRST_PAUSE_MILLISECONDS), FIRST_PAUSE_MILLISECONDS);
}

/** For the impatient: asks now. */
export function tryAgainNow(): void {
  window.clearTimeout(asking);
  void ask(FIRST_PAUSE_MILLISECONDS);
}

let asking: number | undefined;

const FIRST_PAUSE_MILLISECONDS = 1_000;
const LONGEST_PAUSE_MILLISECONDS = 10_000;

async function ask(pauseMilliseconds: number): Promise<void> {
  const isBack = await fetch('/readyz', { cache: 'no-store' }).then(
    (response) => response.ok,
    () => false,
  );
  if (isBack) {
    asking = undefined;
    onlineManager.setOnline(true);
    return;
  }
  const next = Math.min(pauseMilliseconds * 2, LONGEST_PAUSE_MILLISECONDS);
  asking = window.setTimeout(() => void ask(next), next);
}
