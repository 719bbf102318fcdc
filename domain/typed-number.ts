/**
 * Reads a number as people of any country type it. A text that could mean two numbers is never
 * decided here: with money, a guess is worse than a question. The conventions that are known:
 * groups of three (1,000 · 1 000 · 1'000 · 1.000.000), Indian groups (1,00,000), a decimal point or
 * comma, digits of any script, and the word "points" behind the number.
 *
 * A comma before exactly three digits is taken as a group: nobody writes whole points with three
 * decimals after a comma. A single point before three digits is not: 1.500 is 1500 to a German and
 * 1.5 to an Indian.
 */
export function readTypedNumber(text: string): TypedNumber {
  const typed = toAscii(text);
  if (typed === undefined) return { ok: false, problem: 'not_a_number' };
  if (SCIENTIFIC.test(typed)) return { ok: false, problem: 'shortened' };
  const [, sign = '', body = ''] = SIGNED.exec(typed) ?? [];
  const readings = readUnsigned(body).map((reading) => Number(`${sign}${reading}`));
  const [first, second] = readings;
  if (first === undefined) return { ok: false, problem: 'not_a_number' };
  if (second === undefined) return { ok: true, value: first };
  return { ok: false, problem: 'ambiguous', readings: [first, second] };
}

export type TypedNumber =
  | { ok: true; value: number }
  | { ok: false; problem: 'ambiguous'; readings: [number, number] }
  /** 1E+05: what a spreadsheet program shows when a number does not fit; its digits are lost. */
  | { ok: false; problem: 'shortened' | 'not_a_number' };

/** Every number that the text can mean, as JavaScript writes it. */
function readUnsigned(body: string): string[] {
  if (WHOLE.test(body)) return [body];
  if (INDIAN.test(body)) return [body.replaceAll(',', '')];
  const [, whole = '', separator, decimals] = GROUPED.exec(body) ?? [];
  if (separator !== undefined) {
    const value = whole.replaceAll(separator, '');
    if (decimals !== undefined) return [`${value}.${decimals.slice(1)}`];
    const isOneGroup = whole.indexOf(separator) === whole.lastIndexOf(separator);
    return separator === '.' && isOneGroup ? [value, whole] : [value];
  }
  const [, units = '', mark, fraction = ''] = DECIMAL.exec(body) ?? [];
  if (mark === undefined) return [];
  const decimal = `${units}.${fraction}`;
  // 1,0000 is ten thousand where people group by four.
  const mayBeGroupsOfFour = mark === ',' && /^[1-9]\d{0,3}$/.test(units) && fraction.length === 4;
  return mayBeGroupsOfFour ? [`${units}${fraction}`, decimal] : [decimal];
}

const SCIENTIFIC = /^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i;
const SIGNED = /^([+-]?) ?(.*)$/;
const WHOLE = /^\d+$/;
const INDIAN = /^[1-9]\d?(?:,\d\d)+,\d{3}(?:\.\d+)?$/;
const GROUPED = /^([1-9]\d{0,2}([ ',.])\d{3}(?:\2\d{3})*)((?!\2)[.,\u066b]\d+)?$/;
const DECIMAL = /^(0|[1-9]\d*)([.,\u066b])(\d+)$/;

/** One script's digits as 0–9, separators as space, ', comma and point; undefined for no number. */
function toAscii(text: string): string | undefined {
  const visible = text.replaceAll(MARKS, '').trim();
  if (visible.length > MAX_LENGTH) return undefined;
  let ascii = '';
  let zero: number | undefined;
  for (const character of visible.replace(UNIT, '')) {
    const code = character.codePointAt(0) ?? 0;
    const itsZero = ZEROS.find((candidate) => code >= candidate && code <= candidate + 9);
    if (itsZero === undefined) {
      ascii += SEPARATORS.get(character) ?? character;
    } else {
      zero ??= itsZero;
      // Digits of two scripts in one number are a trick or an accident.
      if (zero !== itsZero) return undefined;
      ascii += String(code - itsZero);
    }
  }
  return ascii;
}

/** Longer than any number that can be points, short enough for every pattern above. */
const MAX_LENGTH = 60;

/** Direction marks and byte order marks, which come along when numbers are copied. */
const MARKS = /[\u200e\u200f\u061c\u202a\u202c\ufeff]/g;

const UNIT = /\s?(?:points?|pts?)\.?$/i;

/**
 * The zeros of the scripts whose digits people type: ASCII, Arabic, Persian, N'Ko, the Indic
 * scripts, Thai, Lao, Tibetan, Burmese, Khmer, Mongolian and full width (Unicode, category Nd).
 */
const ZEROS = [
  0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50,
  0xed0, 0xf20, 0x1040, 0x17e0, 0x1810, 0xff10,
];

const SEPARATORS = new Map([
  ...[...'\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000'].map(
    (space): [string, string] => [space, ' '],
  ),
  // Swiss apostrophes, and the Arabic thousands separator, which can mean nothing else.
  ...[...'\u2019\u2018\u02bc\u00b4\u0060\uff07\u066c'].map((mark): [string, string] => [mark, "'"]),
  ['\uff0c', ','],
  ['\uff0e', '.'],
  ['\uff0b', '+'],
  ['\uff0d', '-'],
  ['\u2212', '-'],
]);
