/** What somebody typed, as patterns and bounds for comparisons of texts; nothing in it is a wildcard. */
export function containing(text: string): string {
  return `%${escapePattern(text)}%`;
}

export function startingWith(text: string): string {
  return `${escapePattern(text)}%`;
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}

/**
 * The end of all texts that begin with this one: `text <= x < upperBound(text)`. Our databases order
 * texts by code points (C.UTF-8), in which nothing comes after the last of them.
 */
export function upperBound(text: string): string {
  return `${text}\u{10ffff}`;
}
