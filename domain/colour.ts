/**
 * The colours that follow from a campaign's own, so that everything stays readable whatever colour
 * is chosen. Of black and white one always has a contrast of at least 4.58 : 1 with any colour, so
 * none has to be refused (WCAG 2.2, success criterion 1.4.3 asks for 4.5 : 1).
 *
 * @param colour `#rrggbb`.
 */
export function coloursOf(colour: string): CampaignColours {
  const dark = mixUntil(colour, BLACK, (mixed) => contrast(mixed, WHITE) >= TEXT_CONTRAST);
  const darkButton = mixUntil(
    colour,
    WHITE,
    (mixed) => contrast(mixed, DARK_CARD) >= TEXT_CONTRAST,
  );
  return {
    hero: colour,
    heroText: textOn(colour),
    button: colour,
    buttonText: textOn(colour),
    buttonEdge: mixUntil(colour, BLACK, (mixed) => contrast(mixed, WHITE) >= SHAPE_CONTRAST),
    link: dark,
    darkHero: mixUntil(dark, BLACK, (mixed) => contrast(mixed, WHITE) >= DARK_HERO_CONTRAST),
    darkButton,
    darkButtonText: textOn(darkButton),
    darkLink: darkButton,
  };
}

export interface CampaignColours {
  hero: string;
  heroText: string;
  button: string;
  buttonText: string;
  /** Around the button: a pale one would else have no shape on the white card. */
  buttonEdge: string;
  link: string;
  /** For dark mode, where a bright plane would glare and a dark button would disappear. */
  darkHero: string;
  darkButton: string;
  darkButtonText: string;
  darkLink: string;
}

export const COLOUR = /^#[0-9a-f]{6}$/i;

const WHITE = '#ffffff';
const BLACK = '#000000';
/** The card of emails/mail.html.hbs in dark mode. */
const DARK_CARD = '#1a2223';
/** WCAG 2.2, 1.4.3 for text and 1.4.11 for shapes. */
const TEXT_CONTRAST = 4.5;
const SHAPE_CONTRAST = 3;
/** Deep enough to be calm next to the dark card. */
const DARK_HERO_CONTRAST = 8;

function textOn(colour: string): string {
  // White where it is readable: it is what people expect on a coloured plane.
  return contrast(colour, WHITE) >= TEXT_CONTRAST ? WHITE : BLACK;
}

/** The nearest mixture with `other` that is enough; `other` itself always is. */
function mixUntil(colour: string, other: string, isEnough: (mixed: string) => boolean): string {
  for (let share = 0; share < 1; share += MIX_STEP) {
    const mixed = mix(colour, other, share);
    if (isEnough(mixed)) return mixed;
  }
  return other;
}

const MIX_STEP = 0.02;

function mix(a: string, b: string, share: number): string {
  const [from, to] = [channels(a), channels(b)];
  const mixed = from.map((value, index) => Math.round(value + ((to[index] ?? 0) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
