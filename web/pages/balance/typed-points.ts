import { parsePoints, type Points } from '../../../domain/points';
import { readTypedNumber } from '../../../domain/typed-number';

/** Points as a person types them, by the rules of a send: what could mean two numbers is never decided. */
export function readTypedPoints(text: string): TypedPoints {
  if (text.trim() === '') return { ok: false, problem: 'missing' };
  const typed = readTypedNumber(text);
  if (!typed.ok) {
    return typed.problem === 'ambiguous'
      ? { ok: false, problem: 'ambiguous', readings: typed.readings }
      : { ok: false, problem: 'not_a_number' };
  }
  return parsePoints(typed.value, MOST_POINTS);
}

export type TypedPoints =
  | { ok: true; points: Points }
  | { ok: false; problem: 'ambiguous'; readings: [number, number] }
  | { ok: false; problem: 'missing' | 'not_a_number' | 'not_whole' | 'too_small' | 'too_large' };

/** As contracts/recharges.ts says, which is no part of a page's program. */
export const MOST_POINTS = 1_000_000_000_000;
