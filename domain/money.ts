/**
 * Money is whole minor units of one currency (cents, paise); never a float. What a currency's minor
 * unit is, is said by ISO 4217 (through Intl): INR has 2 digits, JPY none, KWD 3.
 */
export interface Money {
  amountMinor: number;
  /** ISO 4217: `INR`. */
  currency: string;
}

/** What a point costs: a decimal number in the major unit, `0.25`; up to six digits behind the point. */
export const POINT_PRICE = /^(?!0+(\.0+)?$)\d{1,9}(\.\d{1,6})?$/;

/**
 * What so many points cost, rounded half up to the minor unit.
 *
 * @returns undefined when the sum is no safe integer, or less than one minor unit.
 */
export function priceOf(points: number, price: PointPrice): Money | undefined {
  const { numerator, denominator } = ratioOf(price);
  const amount = (BigInt(points) * numerator * 2n + denominator) / (denominator * 2n);
  if (amount < 1n || amount > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return { amountMinor: Number(amount), currency: price.currency };
}

/** The most points whose price is not above the amount; 0 in another currency. */
export function pointsFor(money: Money, price: PointPrice): number {
  if (money.currency !== price.currency) return 0;
  const { numerator, denominator } = ratioOf(price);
  // The largest whole number of points whose price, rounded half up, is not above the amount.
  const twice = (2n * BigInt(money.amountMinor) + 1n) * denominator - 1n;
  return Number(twice / (2n * numerator));
}

export interface PointPrice {
  pointPrice: string;
  currency: string;
}

/** `INR 1,250.00`: a code says more than a sign that several countries share. */
export function formatMoney({ amountMinor, currency }: Money): string {
  const [whole = '', decimals] = majorAmount({ amountMinor, currency }).split('.');
  return `${currency} ${BigInt(whole).toLocaleString('en')}${decimals === undefined ? '' : `.${decimals}`}`;
}

/**
 * Reads an amount in the major unit, with a point before the minor units: `1250.5` of INR is 125050.
 *
 * @returns minor units; undefined when it is no amount above 0, or finer than the currency's minor unit.
 */
export function readAmount(text: string, currency: string): number | undefined {
  const digits = minorDigits(currency);
  const [, whole = '', decimals = ''] = /^(\d{1,13})(?:\.(\d*))?$/.exec(text.trim()) ?? [];
  if (whole === '' || decimals.length > digits) return undefined;
  const amountMinor = Number(whole + decimals.padEnd(digits, '0'));
  return Number.isSafeInteger(amountMinor) && amountMinor > 0 ? amountMinor : undefined;
}

/** The amount in the major unit, exactly: 125050 of INR is `1250.50`. */
export function majorAmount({ amountMinor, currency }: Money): string {
  const digits = minorDigits(currency);
  const text = String(amountMinor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Whether ISO 4217 has it, as far as this Node knows. */
export function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code);
}

/** Minor units of a point, as a fraction. */
function ratioOf({ pointPrice, currency }: PointPrice): { numerator: bigint; denominator: bigint } {
  const [whole = '', decimals = ''] = pointPrice.split('.');
  return {
    numerator: BigInt(whole + decimals) * 10n ** BigInt(minorDigits(currency)),
    denominator: 10n ** BigInt(decimals.length),
  };
}

/** How many digits stand behind the point: INR has 2, JPY none. */
export function minorDigits(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}
