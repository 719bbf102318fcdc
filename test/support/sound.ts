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
  const found = {
    picture,
    violations: axe ? await tab.axe() : [],
    isTooWide: (await tab.overflowPixels()) > 0,
    isTooWideOnPhone: (await tab.overflowPixelsOnPhone()) > 0,
  };
  expect(found).toEqual({ picture, violations: [], isTooWide: false, isTooWideOnPhone: false });
}

/** For `test.each`: two visits say all of a page, whose words and colours are all that may differ. */
export const VISITS: [name: string, visit: Visit][] = [
  ['in the light and in the dark', { look: {}, axe: true, ending: 'light' }],
  [
    'with the longer words of German',
    { look: { dark: true, locale: 'de-DE' }, axe: false, ending: 'german' },
  ],
];

export interface Visit {
  look: Look;
  /** One visit looks through the markup; the other would find the same. */
  axe: boolean;
  ending: 'light' | 'german';
}
