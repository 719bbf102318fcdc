/**
 * A URL by the rules of WHATWG, or undefined. Not `URL.canParse`: in Node 20 it refuses letters as `ü` from
 * the moment in which it has been called often enough to be compiled.
 */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
