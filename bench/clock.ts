/**
 * Milliseconds on a clock that all processes of a machine share, unlike `performance.now()`, which
 * begins with each process, and unlike the time of day, which can be set.
 */
export function clockMilliseconds(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
