/**
 * Points are whole, positive, safe integers. The brand keeps a plain number from being posted to the
 * ledger before somebody looked at it.
 */
export type Points = number & { readonly __brand: 'Points' };

/** Why a value is not points; the texts belong to the reason `invalid_points`. */
export type PointsProblem = 'missing' | 'not_a_number' | 'not_whole' | 'too_small' | 'too_large';

/**
 * Reads points from anything that a caller may send. A numeric string is refused: with money, a
 * guess about what "1.000" means is worse than a question.
 */
export function parsePoints(
  value: unknown,
  maxPoints: number,
): { ok: true; points: Points } | { ok: false; problem: PointsProblem } {
  if (value === undefined || value === null || value === '') return refused('missing');
  if (typeof value !== 'number' || Number.isNaN(value)) return refused('not_a_number');
  if (value > maxPoints) return refused('too_large');
  if (value < 1) return refused(Number.isInteger(value) ? 'too_small' : 'not_whole');
  if (!Number.isSafeInteger(value)) return refused('not_whole');
  return { ok: true, points: value as Points };
}

function refused(problem: PointsProblem): { ok: false; problem: PointsProblem } {
  return { ok: false, problem };
}
