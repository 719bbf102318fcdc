/**
 * Texts that people may type and that must arrive as typed, for the tests of every mail and page:
 * each breaks a renderer that escapes too little, too often, or reads what it should only carry.
 */
export const hostileTexts: readonly [name: string, text: string][] = [
  ['script markup', '<script>alert(1)</script>'],
  ['an image with a handler', '<img src=x onerror="alert(1)">'],
  ['bold markup', 'the <b>best</b> <i>team</i>'],
  ['the end of a document', '</div></td></table></body></html><!-- '],
  ['a comment that Outlook reads', '<!--[if mso]><b>x</b><![endif]-->'],
  ['the end of a quoted attribute', '" onmouseover="alert(1)" x="'],
  ['the end of an apostrophe attribute', "' autofocus onfocus='alert(1)"],
  ['the end of a text area', '</textarea></title></style><svg onload=alert(1)>'],
  ['handlebars', '{{points}} {{{citation}}} {{#if x}} {{> mail}} {{!-- --}} \\{{x}}'],
  ['handlebars that reach for code', '{{constructor.constructor "return 1"}} {{__proto__}}'],
  ['a JavaScript template', '${7*7} #{7*7} <%= 7*7 %>'],
  ['replacement patterns', "$& $1 $$ $` $'"],
  ['entities, typed literally', '&amp; &lt;b&gt; &#39; &#x3D; &nbsp; &copy &amp;amp;'],
  ['quotes', `"double" 'single' \`back\` “typographic” «guillemets»`],
  ['a formula', '=cmd()'],
  ['another formula', '@SUM(1+1)*cmd|"/C calc"!A0'],
  ['an address that is code', 'javascript:alert(1)'],
  ['Arabic', 'شكرا لك على عشر سنوات (2026)!'],
  ['Hebrew', 'תודה רבה על הכל, 10 שנים'],
  ['Chinese', '感謝您十年來的辛勞付出'],
  ['Devanagari with a joiner', 'धन्यवाद, क्‍ष और श्री'],
  ['Persian with a non-joiner', 'می‌خواهم'],
  ['emoji with joiners', '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽'],
  ['directions that change', 'abc عربي 123 עברית xyz'],
  ['combining marks', 'Z͑͗a̴l̴g̴o̴ ñ é'],
  ['several lines', 'Ten years.\nThank you!\n\n  – your team'],
  ['lines that end in spaces and begin with markup', 'one  \n<li>two\n\n\n{{three}}'],
  ['a header', 'Bcc: everybody@example.org'],
];

/** The same lines with every character replaced: it must give the same elements. */
export function harmlessTwin(text: string): string {
  return text.replaceAll(/[^\n\r]/gu, 'x');
}
