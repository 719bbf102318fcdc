/**
 * Group commit: items that arrive while a write is under way are written together by the next one,
 * so that a busy system makes few large writes and an idle one writes at once.
 *
 * @param write gives one result an item, in order; when it fails, every item of its batch fails.
 * @param options.weigh what an item counts towards `options.maxWeight`; a batch has at least one item.
 * @param options.gathered resolves when a write that could begin should: for items that are known to
 *   follow at once, and would otherwise have the first of them written alone.
 */
export function createBatcher<Item, Result>(
  write: (items: Item[]) => Promise<Result[]>,
  options: {
    weigh: (item: Item) => number;
    maxWeight: number;
    gathered?: (waiting: () => number) => Promise<void>;
  },
): { add: (item: Item) => Promise<Result> } {
  const waiting: Waiting<Item, Result>[] = [];
  let busy = false;

  const writeAll = async (): Promise<void> => {
    busy = true;
    while (waiting.length > 0) {
      await options.gathered?.(() => waiting.length);
      const batch = takeBatch(waiting, options);
      try {
        const results = await write(batch.map(({ item }) => item));
        batch.forEach(({ resolve }, index) => resolve(results[index] as Result));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    busy = false;
  };

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (!busy) void writeAll();
      }),
  };
}

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

function takeBatch<Item, Result>(
  waiting: Waiting<Item, Result>[],
  { weigh, maxWeight }: { weigh: (item: Item) => number; maxWeight: number },
): Waiting<Item, Result>[] {
  let weight = 0;
  const end = waiting.findIndex(({ item }, index) => {
    weight += weigh(item);
    return index > 0 && weight > maxWeight;
  });
  return waiting.splice(0, end === -1 ? waiting.length : end);
}
