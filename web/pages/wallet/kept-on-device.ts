import { useCallback, useMemo, useSyncExternalStore } from 'react';

/**
 * What a recipient has put together and typed, kept in this browser under his id: the link by which
 * he signs in again opens another tab, which the tab's own storage (client/kept.ts) would not reach.
 * Signing out forgets it.
 *
 * @param name put a version into it when the shape changes
 * @returns undefined when nothing is kept; setting undefined forgets
 */
export function useKeptOnDevice<Value>(
  recipientId: string,
  name: string,
): [Value | undefined, (value: Value | undefined) => void] {
  const key = `${PREFIX}${recipientId}/${name}`;
  const text = useSyncExternalStore(subscribe, () => read(key));
  const value = useMemo(
    () => (text === undefined ? undefined : (JSON.parse(text) as Value)),
    [text],
  );
  const set = useCallback(
    (next: Value | undefined) => write(key, next === undefined ? undefined : JSON.stringify(next)),
    [key],
  );
  return [value, set];
}

/** Of everybody who was here: a shared device keeps nothing after signing out. */
export function forgetOnDevice(): void {
  for (const key of new Set([...memory.keys(), ...storedKeys()])) {
    if (key.startsWith(PREFIX)) write(key, undefined);
  }
}

const PREFIX = 'bestow/wallet/';

/** Where a browser forbids storage, the cart lives as long as the page. */
const memory = new Map<string, string>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // Told of what other tabs write.
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

function read(key: string): string | undefined {
  return withStorage(
    (storage) => storage.getItem(key) ?? undefined,
    () => memory.get(key),
  );
}

function write(key: string, text: string | undefined): void {
  withStorage(
    (storage) => (text === undefined ? storage.removeItem(key) : storage.setItem(key, text)),
    () => void (text === undefined ? memory.delete(key) : memory.set(key, text)),
  );
  for (const listener of listeners) listener();
}

function storedKeys(): string[] {
  return withStorage(
    (storage) => Object.keys(storage),
    () => [],
  );
}

function withStorage<Result>(work: (storage: Storage) => Result, instead: () => Result): Result {
  try {
    return work(window.localStorage);
  } catch (error) {
    console.warn('What is typed is kept as long as this page only', error);
    return instead();
  }
}
