import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { countryCodes, postalCodePatterns } from './countries';
import { parseName } from './typed-text';

/** Where a parcel goes: of any country, with who takes it and how the carrier reaches him. */
export interface PostalAddress {
  name: string;
  line1: string;
  line2: string | null;
  city: string;
  /** State, province, prefecture … */
  region: string | null;
  postalCode: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** E.164. */
  phone: string;
}

export type TypedAddress = Partial<Record<keyof PostalAddress, string | null | undefined>>;

/** @returns the address as it is stored, or every field that is wrong, with what to do about it. */
export function checkAddress(
  typed: TypedAddress,
): { ok: true; address: PostalAddress } | { ok: false; issues: AddressIssue[] } {
  const issues: AddressIssue[] = [];
  const need = (path: keyof PostalAddress, message: string): string => {
    const text = parseName(typed[path]);
    if (text === undefined) issues.push({ path, message });
    return text ?? '';
  };
  const may = (path: keyof PostalAddress, message: string): string | null => {
    const given = typed[path];
    return given === undefined || given === null || given.trim() === ''
      ? null
      : need(path, message);
  };
  const name = need('name', 'Give the name of who takes the parcel, in one line.');
  const line1 = need(
    'line1',
    'Give street and house number, in one line of at most 200 characters.',
  );
  const line2 = may('line2', 'One line of at most 200 characters, or leave it out.');
  const city = need('city', 'Give the city, in one line.');
  const region = may('region', 'One line of at most 200 characters, or leave it out.');
  const country = (typed.country ?? '').trim().toUpperCase();
  const isCountry = countryCodes.has(country);
  if (!isCountry) {
    issues.push({
      path: 'country',
      message: 'Give the country by its two letters, as in IN or DE.',
    });
  }
  const postalCode = may('postalCode', 'One line of at most 200 characters, or leave it out.');
  const pattern = postalCodePatterns[country];
  if (pattern !== undefined && !pattern.test(postalCode ?? '')) {
    const message =
      postalCode === null
        ? `Give the postal code: addresses in ${country} need one.`
        : `This is no postal code of ${country}.`;
    issues.push({ path: 'postalCode', message });
  }
  const phone = isCountry ? parsePhone(typed.phone, country) : undefined;
  if (isCountry && phone === undefined) {
    const message = 'Give a telephone number for the carrier, best with its country code.';
    issues.push({ path: 'phone', message });
  }
  if (issues.length > 0 || phone === undefined) return { ok: false, issues };
  return { ok: true, address: { name, line1, line2, city, region, postalCode, country, phone } };
}

export interface AddressIssue {
  path: keyof PostalAddress;
  message: string;
}

/** Any telephone, fixed lines too. @returns E.164, or undefined when it is no number. */
function parsePhone(value: string | null | undefined, country: string): string | undefined {
  const text = (value ?? '').trim();
  if (text === '' || text.length > MAX_PHONE_LENGTH) return undefined;
  const number = parsePhoneNumberFromString(text, country as CountryCode);
  return number?.isValid() === true ? number.number : undefined;
}

/** Long enough for every human format, short enough that parsing cannot be made slow. */
const MAX_PHONE_LENGTH = 40;

/** The address as it stands on a parcel, a line each. */
export function addressLines(address: PostalAddress): string[] {
  const { name, line1, line2, city, region, postalCode, country } = address;
  const place = [postalCode, city, region].filter((part) => part !== null).join(' ');
  return [name, line1, ...(line2 === null ? [] : [line2]), place, country];
}
