/**
 * Does work for one item after another, each while the caller is busy with the result of the one
 * before it.
 *
 * @returns `next` gives the results in order, undefined after the last; a failure is given again and
 *   again. `stop` resolves when nothing is under way any more.
 */
export function oneAhead<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): { next: () => Promise<Result | undefined>; stop: () => Promise<void> } {
  const left = [...items];
  const begin = (): Promise<Result> | undefined => {
    const item = left.shift();
    const working = item === undefined ? undefined : work(item);
    // Whoever asks for it meets the failure; until then it is no unhandled rejection.
    working?.catch(() => undefined);
    return working;
  };
  let ahead = begin();
  return {
    next: async () => {
      const result = await ahead;
      ahead = begin();
      return result;
    },
    stop: async () => {
      await ahead?.catch(() => undefined);
    },
  };
}
