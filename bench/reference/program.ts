import type { ReferenceSettings } from './job';

/** What the parent gave as the only argument (start-reference.ts). */
export function readSettings(): ReferenceSettings {
  // The other end is start-reference.ts, which is compiled against the same type.
  return JSON.parse(process.argv[2] ?? '') as ReferenceSettings;
}

/** Says that this program is ready, and ends it when its parent does. */
export function isReady(url: string): void {
  process.once('disconnect', () => process.exit(0));
  process.send?.({ url });
}
