import { openSync } from 'fontkit';

/**
 * The fonts of our papers, in the order in which a character looks for one. They are the WOFF files
 * of @fontsource: fontkit makes true subsets of WOFF, while of WOFF2 it embeds the whole font.
 *
 * What no font has (emoji, rare scripts, some 15,000 rare Han characters) is set in the first one,
 * which draws an empty box for each: the text stays in the file, and nobody takes a gap for a name.
 */
export function findFont(character: string): string | undefined {
  const codePoint = character.codePointAt(0) ?? 0;
  return FONTS.find(({ name }) => coverageOf(name).has(codePoint))?.name;
}

/** For a piece of text that began in a font: whether it can go on in it. */
export function hasCharacter(font: string, character: string): boolean {
  return coverageOf(font).has(character.codePointAt(0) ?? 0);
}

/** Set where nothing else has the character. */
export const FIRST_FONT = 'noto-sans-latin';

/** As pdfmake wants them: a file for each style. */
export function fontFiles(): Record<string, Record<string, string>> {
  return Object.fromEntries(
    FONTS.map(({ name, packageName, hasBold }) => {
      const file = (weight: number) => fileOf(packageName, name, weight);
      const bold = file(hasBold ? 700 : 400);
      return [name, { normal: file(400), bold, italics: file(400), bolditalics: bold }];
    }),
  );
}

interface Font {
  /** The name of its files without weight and style. */
  name: string;
  packageName: string;
  hasBold: boolean;
}

const FONTS: readonly Font[] = [
  ...['latin', 'latin-ext', 'vietnamese', 'greek', 'greek-ext', 'cyrillic', 'cyrillic-ext'].map(
    (part) => noto('noto-sans', part),
  ),
  ...['devanagari', 'bengali', 'tamil', 'telugu', 'kannada', 'gujarati', 'gurmukhi'].map(ofScript),
  ...['malayalam', 'arabic', 'hebrew', 'thai'].map(ofScript),
  // 7,947 characters: Chinese as it is written today, both forms of common ones, and Japanese kana.
  noto('noto-sans-sc', 'chinese-simplified'),
  { name: 'gowun-dodum-korean', packageName: 'gowun-dodum', hasBold: false },
];

function ofScript(script: string): Font {
  return noto(`noto-sans-${script}`, script);
}

function noto(packageName: string, part: string): Font {
  return { name: `${packageName}-${part}`, packageName, hasBold: true };
}

function fileOf(packageName: string, name: string, weight: number): string {
  return require.resolve(`@fontsource/${packageName}/files/${name}-${weight}-normal.woff`);
}

const coverages = new Map<string, Set<number>>();

/** Read once a thread: 2 to 120 ms, the Chinese one the longest, and only when a text needs it. */
function coverageOf(name: string): Set<number> {
  let coverage = coverages.get(name);
  if (coverage === undefined) {
    const { packageName } = FONTS.find((font) => font.name === name) ?? { packageName: name };
    coverage = new Set(openSync(fileOf(packageName, name, 400)).characterSet);
    coverages.set(name, coverage);
  }
  return coverage;
}
