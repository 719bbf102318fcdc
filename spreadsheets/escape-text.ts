/**
 * Texts that a spreadsheet program would run as formulas (OWASP, "CSV injection": they begin with
 * = + - @, a tab or a line end, also in full width) get a quote before them in CSV. Reading takes
 * one quote away again, so a text of its own that looks escaped gets one more: what was written is
 * what is read, for every text.
 */
export function escapeForCsv(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** A string cell of XLSX is never run; only what reading would take for an escape needs a quote. */
export function escapeForXlsx(text: string): string {
  return ESCAPED_FORMULA.test(text) ? `'${text}` : text;
}

export function unescapeText(text: string): string {
  return text.startsWith("'") && ESCAPED_FORMULA.test(text) ? text.slice(1) : text;
}

const FORMULA = /^'*\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const ESCAPED_FORMULA = /^'+\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
