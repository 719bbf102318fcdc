import createBidi from 'bidi-js';
import { FIRST_FONT, findFont, hasCharacter } from './fonts';

/**
 * Cuts a text into pieces that each have one font, in the order in which they stand on the line from
 * left to right (UAX #9, rule L2). pdfmake knows neither: it sets every word in one font, and words
 * of Arabic or Hebrew from left to right; within a word fontkit itself turns and joins the letters.
 */
export function setText(text: string): Span[] {
  const clean = text.toWellFormed().replaceAll(CONTROLS, ' ');
  if (!RIGHT_TO_LEFT.test(clean)) return splitByFont(clean);
  return wrap(clean).flatMap((line, index) => [
    ...(index === 0 ? [] : [{ text: '\n', font: FIRST_FONT }]),
    ...visualPieces(line).flatMap(({ text: piece, isTurned }) =>
      isTurned ? turn(splitByFont(piece)) : splitByFont(piece),
    ),
  ]);
}

export interface Span {
  text: string;
  font: string;
}

const CONTROLS = /[\p{Cc}\u2028\u2029]/gu;
/** Letters of scripts that are written from right to left, and the marks that turn a text. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Joiners, variation selectors and combining marks belong to the character before them. */
const CLINGING = /^[\p{M}\u200c\u200d\ufe00-\ufe0f]$/u;

function splitByFont(text: string): Span[] {
  const spans: Span[] = [];
  for (const character of text) {
    const last = spans.at(-1);
    if (last !== undefined && (CLINGING.test(character) || hasCharacter(last.font, character))) {
      last.text += character;
    } else {
      spans.push({ text: character, font: findFont(character) ?? FIRST_FONT });
    }
  }
  return spans;
}

const bidi = createBidi();

/** Within a font of such a script fontkit turns the letters; signs of another font it leaves. */
function turn(spans: Span[]): Span[] {
  const turned = spans.map(({ text, font }) => ({
    text: TURNED_BY_FONTKIT.has(font) ? text : Array.from(text).reverse().join(''),
    font,
  }));
  return turned.reverse();
}

const TURNED_BY_FONTKIT = new Set(['noto-sans-arabic-arabic', 'noto-sans-hebrew-hebrew']);

/** Words of one line from left to right; each is written as it is typed. */
function visualPieces(line: string): { text: string; isTurned: boolean }[] {
  const { levels } = bidi.getEmbeddingLevels(line);
  const runs: { text: string; level: number }[] = [];
  for (let index = 0; index < line.length; index += 1) {
    const level = levels[index] ?? 0;
    const last = runs.at(-1);
    const character = line[index] ?? '';
    if (last?.level === level) last.text += character;
    else runs.push({ text: character, level });
  }
  return reorder(runs).flatMap(({ text, level }) => {
    const isTurned = level % 2 === 1;
    const words = isTurned ? mirror(text).split(/(\s+)/).reverse() : [text];
    return words.map((word) => ({ text: word, isTurned }));
  });
}

/** Rule L2: from the highest level down to the lowest odd one, turn each sequence of that level. */
function reorder<Run extends { level: number }>(runs: Run[]): Run[] {
  const ordered = [...runs];
  const highest = Math.max(...runs.map(({ level }) => level));
  for (let level = highest; level > 0; level -= 1) {
    for (let start = 0; start < ordered.length; start += 1) {
      let end = start;
      while ((ordered[end]?.level ?? -1) >= level) end += 1;
      if (end > start) ordered.splice(start, end - start, ...ordered.slice(start, end).reverse());
      start = Math.max(start, end);
    }
  }
  return ordered;
}

/** Rule L4: brackets open to the other side. */
function mirror(text: string): string {
  return Array.from(text, (character) => bidi.getMirroredCharacter(character) ?? character).join(
    '',
  );
}

/** A text that pdfmake would break after it was turned would begin on its last line. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < MAX_TURNED_CHARACTERS) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

/** Fits into the narrowest column that has free text. */
const MAX_TURNED_CHARACTERS = 40;
