/**
 * The lines of a citation as typed, none when there is no citation. A template shows each line in a
 * `<span>` of its own that takes its own direction, because a citation may mix an Arabic and a Latin
 * line. The block around them has dir="auto" and so takes the side of the first letter. Not one
 * block a line, nor `unicode-bidi: plaintext` on the block: a blank line would then be copied as
 * two, and Chromium 156 shows `{{` at the start of a line as `}}`.
 */
export function citationLines(citation: string | null): string[] {
  return citation ? citation.split(/\r\n|\r|\n/) : [];
}
