export const LATE = Symbol('late');

/** Waits for `promise`, but not longer than so many seconds; leaves no timer behind. */
export async function orLate<Value>(
  promise: Promise<Value>,
  seconds: number,
): Promise<Value | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000, LATE);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
