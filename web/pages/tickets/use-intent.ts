import { useRef } from 'react';
import { useKept } from '../../client/kept';

/**
 * The idempotency key of what a form asks for. The same content is the same intent, over reloads, lost
 * answers and second presses; other content is another one, and has another key.
 */
export function useIntent(name: string): Intent {
  const kept = useKept<Known>(name);
  const known = useRef<Known>(undefined);
  return {
    keyOf: (content) => {
      const text = JSON.stringify(content);
      const before = known.current ?? kept.read();
      const now = before?.text === text ? before : { text, key: newKey() };
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

interface Intent {
  keyOf: (content: object) => string;
  /** It was done. */
  forget: () => void;
}

interface Known {
  text: string;
  key: string;
}

/** `crypto.randomUUID` is there by HTTPS and on localhost alone; this is everywhere. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
