import type { Look, OpenPage } from './browser';

/** Nothing went wrong on these pages, and they asked nobody else. Closes them. */
export async function expectSound(...tabs: OpenPage[]): Promise<void> {
  for (const tab of tabs) {
    expect(tab.problems).toEqual([]);
    await tab.close();
  }
}

/**
 * What is promised of every page: nobody scrolls sideways, on this screen or on a small phone, and
 * axe finds nothing serious.
 *
 * @param pages address by the name of its picture
 */
export async function expectPagesSound(
  tab: OpenPage,
  visit: Visit,
  pages: Record<string, string>,
): Promise<void> {
  for (const [picture, address] of Object.entries(pages)) {
    await tab.goto(address);
    await tab.settled();
    await expectPageSound(tab, visit, picture);
  }
}

/** The same of the page that is shown. */
export async function expectPageSound(
  tab: OpenPage,
  { axe, ending }: Visit,
  picture: string,
): Promise<void> {
  await tab.screenshot(`${picture}-${ending}`);
  const violations = axe === 'wide' ? await tab.axe() : [];
  const isTooWide = (await tab.overflowPixels()) > 0;
  const isTooWideOnPhone = await tab.onPhone(async () => {
    const overflow = await tab.overflowPixels();
    if (axe === 'phone') violations.push(...(await tab.axe()));
    return overflow > 0;
  });
  const found = { picture, violations, isTooWide, isTooWideOnPhone };
  expect(found).toEqual({ picture, violations: [], isTooWide: false, isTooWideOnPhone: false });
}

/** For `test.each`: two visits say all of a page, whose words and colours are all that may differ. */
export const VISITS: [name: string, visit: Visit][] = [
  ['in the light and in the dark', { look: {}, axe: 'wide', ending: 'light' }],
  [
    'with the longer words of German',
    { look: { dark: true, locale: 'de-DE' }, axe: 'none', ending: 'german' },
  ],
];

/** For pages that are drawn otherwise on a phone: there, in German, axe looks once more. */
export function withPhone(visit: Visit): Visit {
  return visit.axe === 'none' ? { ...visit, axe: 'phone' } : visit;
}

export interface Visit {
  look: Look;
  /** Where axe looks through the markup; mostly once, as another look would find the same. */
  axe: 'wide' | 'phone' | 'none';
  ending: 'light' | 'german';
}
