import { useRef } from 'react';
import { useKept } from './kept';
import { newKey } from './new-key';

/**
 * The `Idempotency-Key` of what a form asks for: the same content gets the same key, over a second
 * click, a lost connection and a reload; other content is another intent and gets its own.
 *
 * @param name unique in the application
 */
export function useIntentKey(name: string): {
  keyOf: (content: object) => string;
  /** It was done. */
  forget: () => void;
} {
  const kept = useKept<Known>(`${name}/intent`);
  // Where storage is forbidden, a second click is still the same intent.
  const known = useRef<Known>(undefined);
  return {
    keyOf: (content) => {
      const text = JSON.stringify(content);
      const before = known.current ?? kept.read();
      const now = before?.content === text ? before : { content: text, key: newKey() };
      known.current = now;
      kept.write(now);
      return now.key;
    },
    forget: () => {
      known.current = undefined;
      kept.forget();
    },
  };
}

interface Known {
  content: string;
  key: string;
}
