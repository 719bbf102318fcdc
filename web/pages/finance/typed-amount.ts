import { readAmount } from '../../../domain/money';
import { readTypedNumber } from '../../../domain/typed-number';

/** An amount of money as a person types it: what could mean two amounts is never decided. */
export function readTypedAmount(text: string, currency: string): TypedAmount {
  const typed = readTypedNumber(text);
  if (!typed.ok && typed.problem === 'ambiguous') {
    return { ok: false, problem: 'ambiguous', readings: typed.readings };
  }
  const amountMinor = typed.ok ? readAmount(String(typed.value), currency) : undefined;
  return amountMinor === undefined
    ? { ok: false, problem: 'no_amount' }
    : { ok: true, amountMinor };
}

export type TypedAmount =
  | { ok: true; amountMinor: number }
  | { ok: false; problem: 'ambiguous'; readings: [number, number] }
  /** Nothing above 0, or finer than the currency. */
  | { ok: false; problem: 'no_amount' };
