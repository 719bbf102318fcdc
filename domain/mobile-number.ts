import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * Reads a mobile number in any human format and gives it as E.164.
 *
 * @param country the country that a number without a country code belongs to (ISO 3166-1 alpha-2).
 * @returns E.164, null when there is no number, undefined when it is not one.
 */
export function parseMobileNumber(value: unknown, country: string): string | null | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (text === '') return null;
  if (text.length > MAX_MOBILE_LENGTH || !ONLY_A_NUMBER.test(text)) return undefined;
  const number = parsePhoneNumberFromString(text, country as CountryCode);
  if (number === undefined || !number.isValid()) return undefined;
  // A fixed line cannot take a text message; where a plan does not tell them apart, it may be one.
  const type = number.getType();
  return type === undefined || TAKES_MESSAGES.has(type) ? number.number : undefined;
}

/** Long enough for every human format, short enough that parsing cannot be made slow. */
const MAX_MOBILE_LENGTH = 40;

/** Digits of any script and what people put between them: a sentence with a number in it is none. */
const ONLY_A_NUMBER = /^[\p{Nd}\p{Pd}\p{Zs}\t()+\uff0b./]+$/u;

const TAKES_MESSAGES = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE', 'PERSONAL_NUMBER', 'VOIP']);
