import { useMemo } from 'react';
import { keptUnder } from './kept';

/**
 * The `Idempotency-Key` of what a form asks for: the same content gets the same key, over a second
 * click, a lost connection and a reload; other content is another intent and gets its own.
 *
 * @param name unique in the application
 */
export function useIntentKey(name: string): {
  keyOf: (content: object) => string;
  forget: () => void;
} {
  return useMemo(() => {
    const kept = keptUnder<{ content: string; key: string }>(`${name}/intent`);
    return {
      keyOf: (content) => {
        const text = JSON.stringify(content);
        const before = kept.read();
        if (before?.content === text) return before.key;
        const key = crypto.randomUUID();
        kept.write({ content: text, key });
        return key;
      },
      forget: kept.forget,
    };
  }, [name]);
}
