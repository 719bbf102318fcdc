/**
 * Proposes which rows to remove so that a send fits the balance: as few rows as possible.
 *
 * Largest rows first cover the shortfall with the fewest rows; the last of them is then exchanged
 * for the smallest row that still suffices, so that little more is removed than must be.
 */
export function suggestRemovals<Row extends { row: number; points: number }>(
  rows: readonly Row[],
  balance: number,
): Row[] {
  let shortfall = rows.reduce((sum, row) => sum + row.points, 0) - balance;
  if (shortfall <= 0) return [];
  const bySize = [...rows].sort((a, b) => b.points - a.points || b.row - a.row);
  const removed: Row[] = [];
  while (shortfall > 0 && bySize.length > 0) {
    const largest = bySize[0];
    if (largest === undefined) break;
    if (largest.points >= shortfall) {
      const enough = shortfall;
      const smallestThatSuffices = bySize.findLastIndex((row) => row.points >= enough);
      removed.push(...bySize.splice(smallestThatSuffices, 1));
      break;
    }
    removed.push(largest);
    bySize.shift();
    shortfall -= largest.points;
  }
  return removed.sort((a, b) => a.row - b.row);
}
