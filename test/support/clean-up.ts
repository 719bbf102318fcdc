/**
 * Closes what a test file opened, newest first, when its tests are over; everything is closed even
 * if something before it failed to. What stays open (a pool, Temporal's native connection) keeps
 * jest from ending.
 *
 * Call it where hooks are declared: at the top of a file, or in a `describe`.
 */
export function useCleanUp(): CleanUp {
  const closers: (() => unknown)[] = [];
  afterAll(async () => {
    const errors: unknown[] = [];
    for (const close of closers.reverse()) {
      try {
        await close();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, errors.map(String).join('\n'));
  });
  return (close) => {
    closers.push(close);
  };
}

/** Takes what closes the thing that was just opened. */
export type CleanUp = (close: () => unknown) => void;
