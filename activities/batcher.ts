/**
 * Group commit: items that arrive while a write is under way are written together by the next one,
 * so that a busy system makes few large writes and an idle one writes at once.
 *
 * @returns `add` resolves when its item was written, and rejects when its write failed.
 */
export function createBatcher<Item>(write: (items: Item[]) => Promise<void>): {
  add: (item: Item) => Promise<void>;
} {
  let waiting: { items: Item[]; written: Promise<void> } | undefined;
  let underWay: Promise<void> = Promise.resolve();

  const add = (item: Item): Promise<void> => {
    if (waiting !== undefined) {
      waiting.items.push(item);
      return waiting.written;
    }
    const items = [item];
    const written = underWay.then(async () => {
      waiting = undefined;
      await write(items);
    });
    waiting = { items, written };
    // The next batch waits for this one whether it succeeds or not; `add` reports the failure.
    underWay = written.catch(() => undefined);
    return written;
  };
  return { add };
}
