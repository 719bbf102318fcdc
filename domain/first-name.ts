/**
 * What a letter calls a person: the first word of the name, without a title. The whole name where
 * that would be wrong: after an initial (`A. P. J. Abdul Kalam`), and in scripts that write the
 * family name first. `Rao, Asha` is Asha.
 */
export function firstNameOf(name: string): string {
  const whole = name.trim();
  if (FAMILY_NAME_FIRST.test(whole)) return whole;
  const [family = '', given = ''] = whole.split(/,(.*)/s);
  const words = (given.trim() || family).split(/\s+/);
  const first = words.find((word, index) => index === words.length - 1 || !TITLE.test(word));
  return first === undefined || first === '' || INITIAL.test(first) ? whole : first;
}

/** Chinese, Japanese and Korean, written in their own scripts from the first letter. */
const FAMILY_NAME_FIRST =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const TITLE = /^(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|shri|sri|smt|er|adv|capt|col)\.?$/i;
const INITIAL = /^\p{L}\.?$/u;
