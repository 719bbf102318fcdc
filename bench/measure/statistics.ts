/** The value below which this part (0 to 1) of the samples lies, interpolated between neighbours. */
export function percentile(samples: readonly number[], part: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const position = (sorted.length - 1) * part;
  const low = sorted[Math.floor(position)];
  const high = sorted[Math.ceil(position)];
  if (low === undefined || high === undefined) throw new RangeError('No samples');
  return low + (high - low) * (position - Math.floor(position));
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}
