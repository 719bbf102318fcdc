/**
 * The zones to choose from. Browsers list some under names that their cities have left behind (the
 * Unicode CLDR keeps its first name of a zone for ever), and leave out UTC; here they have the names
 * that the IANA database uses, by which people look.
 *
 * @param current what is set now: an API may have set a name that no browser lists
 */
export function listTimeZones(current: string | null): string[] {
  const zones = Intl.supportedValuesOf('timeZone').map((zone) => PRESENT_NAMES[zone] ?? zone);
  return [...new Set(['UTC', ...zones, ...(current === null ? [] : [current])])].sort();
}

/** https://data.iana.org/time-zones/tzdb/backward */
const PRESENT_NAMES: Partial<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};
