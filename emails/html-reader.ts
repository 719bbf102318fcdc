/**
 * What a reader sees of a document, for tests: blocks and line breaks as lines, entities decoded
 * once. Text that comes out as it was typed was escaped exactly once.
 */
export function visibleText(html: string): string {
  const body = html
    .replace(/<head>[\s\S]*<\/head>/, '')
    .replaceAll(COMMENT, '')
    .replaceAll(/<br>\n?|<\/(?:div|p|h1|h2|li|td|blockquote|figcaption)>/g, '\n')
    .replaceAll(TAG, '');
  return decode(body);
}

/**
 * Every tag with the names of its attributes, in order. Two documents that differ in their texts
 * alone have the same list: a text that adds an element or an attribute was not escaped.
 *
 * @throws Error when something is left that looks like markup and is none.
 */
export function structure(html: string): string[] {
  const bare = html.replaceAll(COMMENT, '').replace('<!doctype html>', '');
  if (/[<>]/.test(bare.replaceAll(TAG, ''))) throw new Error('Stray markup in the document');
  return [...bare.matchAll(TAG)].map(([, tag, attributes]) => {
    const names = [...(attributes ?? '').matchAll(ATTRIBUTE)].map(([, name]) => name);
    return [tag, ...names].join(' ');
  });
}

/** The decoded values of an attribute, in the order of the document. */
export function attributeValues(html: string, tag: string, name: string): string[] {
  return [...html.replaceAll(COMMENT, '').matchAll(TAG)]
    .filter((match) => match[1] === tag)
    .flatMap((match) => [...(match[2] ?? '').matchAll(ATTRIBUTE)])
    .filter((match) => match[1] === name)
    .map((match) => decode(match[2] ?? ''));
}

const COMMENT = /<!--[\s\S]*?-->/g;
const TAG = /<(\/?[a-z][a-z0-9]*)((?:\s+[a-zA-Z:-]+(?:="[^"<>]*")?)*)\s*\/?>/g;
const ATTRIBUTE = /([a-zA-Z:-]+)(?:="([^"]*)")?/g;

const NAMED: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: '\u00a0',
  zwnj: '\u200c',
};

/** In one pass: `&amp;lt;` is the text `&lt;`. */
function decode(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (entity, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(String(hex), 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    const character = NAMED[String(name)];
    if (character === undefined) throw new Error(`Not an entity that we write: ${entity}`);
    return character;
  });
}
