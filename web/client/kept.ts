import { useMemo } from 'react';

/**
 * Keeps what is typed in this tab (sessionStorage): a reload, a crash, a lost session or a new
 * version of the page lose nothing of it. Signing out does.
 *
 * ```tsx
 * const kept = useKept<Values>('send/individual');
 * const form = useForm({ initialValues: kept.read() ?? EMPTY, onValuesChange: kept.write });
 * // when it is sent: kept.forget()
 * ```
 *
 * @public
 * @param name unique in the application; put a version into it when the shape changes
 */
export function useKept<Value>(name: string): Kept<Value> {
  return useMemo(() => keptUnder<Value>(name), [name]);
}

export interface Kept<Value> {
  /** Undefined when nothing is kept, or storage is forbidden. */
  read: () => Value | undefined;
  write: (value: Value) => void;
  forget: () => void;
}

function keptUnder<Value>(name: string): Kept<Value> {
  const key = PREFIX + name;
  return {
    read: () =>
      withStorage((storage) => {
        const text = storage.getItem(key);
        return text === null ? undefined : (JSON.parse(text) as Value);
      }),
    write: (value) => withStorage((storage) => storage.setItem(key, JSON.stringify(value))),
    forget: () => withStorage((storage) => storage.removeItem(key)),
  };
}

export function forgetAllKept(): void {
  withStorage((storage) => {
    for (const key of Object.keys(storage)) if (key.startsWith(PREFIX)) storage.removeItem(key);
  });
}

const PREFIX = 'bestow/kept/';

/** A browser may forbid storage, and it may be full: then the page works, and keeps nothing. */
function withStorage<Result>(work: (storage: Storage) => Result): Result | undefined {
  try {
    return work(window.sessionStorage);
  } catch (error) {
    console.warn('What is typed is not kept', error);
    return undefined;
  }
}
