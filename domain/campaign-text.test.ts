import fc from 'fast-check';
import {
  campaignVariables,
  cutText,
  fillLines,
  fillOneLine,
  fillParagraphs,
  mentions,
  parseCampaignText,
  toOneLine,
} from './campaign-text';

const values = {
  name: 'Asha Rao',
  first_name: 'Asha',
  points: '1,250',
  citation: 'Ten years',
  company: 'Acme',
};

const fill = (text: string, given: Parameters<typeof fillOneLine>[1] = values) =>
  fillOneLine(parseCampaignText(text).parts, given);

const paragraphsOf = (text: string, given: Parameters<typeof fillOneLine>[1] = values) =>
  fillParagraphs(parseCampaignText(text).parts, given).map((lines) =>
    lines.map((line) => line.map((piece) => piece.text).join('')),
  );

describe('a text with variables is filled', () => {
  test.each<[typed: string, filled: string]>([
    ['', ''],
    ['Well done!', 'Well done!'],
    ['{{name}}', 'Asha Rao'],
    ['{{ name }}', 'Asha Rao'],
    ['{{\tname  }}', 'Asha Rao'],
    ['{{first_name}}', 'Asha'],
    ['Dear {{first_name}},', 'Dear Asha,'],
    ['{{points}} points from {{company}}', '1,250 points from Acme'],
    ['{{name}}{{name}}', 'Asha RaoAsha Rao'],
    ['“{{citation}}”', '“Ten years”'],
    ['}}', '}}'],
    ['a }} b', 'a }} b'],
    ['{ name }', '{ name }'],
    ['{name}', '{name}'],
    ['%{name}', '%{name}'],
    ['{{name}}}', 'Asha Rao}'],
    ['{ {{name}} }', '{ Asha Rao }'],
    ['\\{{', '{{'],
    ['\\{{name}}', '{{name}}'],
    ['\\{{ and {{name}}', '{{ and Asha Rao'],
    ['\\\\{{name}}', '\\Asha Rao'],
    ['\\\\\\{{name}}', '\\{{name}}'],
    ['C:\\temp \\ \\n', 'C:\\temp \\ \\n'],
    ['\\{name}', '\\{name}'],
    ['خبر {{name}} سار', 'خبر Asha Rao سار'],
    ['🎉{{first_name}}🎉', '🎉Asha🎉'],
  ])('%j is %j', (typed, filled) => {
    expect(parseCampaignText(typed).problems).toEqual([]);
    expect(fill(typed)).toBe(filled);
  });
});

describe('a text that cannot be meant is refused with the place and what is allowed', () => {
  test.each<[typed: string, position: number, code: string, message: RegExp]>([
    ['{{nmae}}', 1, 'unknown_variable', /^\{\{nmae\}\} at character 1 .*mean \{\{name\}\}\?/],
    ['{{Name}}', 1, 'unknown_variable', /mean \{\{name\}\}\?/],
    ['{{NAME}}', 1, 'unknown_variable', /mean \{\{name\}\}\?/],
    ['Dear {{first name}},', 6, 'unknown_variable', /mean \{\{first_name\}\}\?/],
    ['Dear {{firstName}},', 6, 'unknown_variable', /mean \{\{first_name\}\}\?/],
    ['{{first-name}}', 1, 'unknown_variable', /mean \{\{first_name\}\}\?/],
    ['{{point}}', 1, 'unknown_variable', /mean \{\{points\}\}\?/],
    ['{{ponits}}', 1, 'unknown_variable', /mean \{\{points\}\}\?/],
    ['{{points_total}}', 1, 'unknown_variable', /mean \{\{points\}\}\?/],
    ['{{company_name}}', 1, 'unknown_variable', /mean \{\{(company|name)\}\}\?/],
    ['{{Citation}}', 1, 'unknown_variable', /mean \{\{citation\}\}\?/],
    ['{{email}}', 1, 'unknown_variable', /variable of this text\. Allowed here: \{\{name\}\}, /],
    ['{{}}', 1, 'unknown_variable', /Allowed here/],
    ['{{   }}', 1, 'unknown_variable', /Allowed here/],
    ['{{constructor}}', 1, 'unknown_variable', /Allowed here/],
    ['{{__proto__}}', 1, 'unknown_variable', /Allowed here/],
    ['{{{name}}}', 1, 'unknown_variable', /mean \{\{name\}\}\?/],
    ['{{#if name}}', 1, 'unknown_variable', /Allowed here/],
    ['{{/if}}', 1, 'unknown_variable', /Allowed here/],
    ['{{> mail}}', 1, 'unknown_variable', /Allowed here/],
    ['{{name | upper}}', 1, 'unknown_variable', /mean \{\{name\}\}\?/],
    ['{{name', 1, 'unclosed_braces', /character 1 are not closed .* \\\{\{/],
    ['Hi {{name}', 4, 'unclosed_braces', /character 4/],
    ['{{', 1, 'unclosed_braces', /character 1/],
    ['a {{ b', 3, 'unclosed_braces', /character 3/],
    ['{{na\nme}}', 1, 'unclosed_braces', /on their line/],
    ['{{ {{name}}', 1, 'unclosed_braces', /character 1/],
    ['{{{{name}}}}', 1, 'unclosed_braces', /character 1/],
    ['🎉🎉 {{nope}}', 4, 'unknown_variable', /character 4/],
    ['\\\\{{nope}}', 3, 'unknown_variable', /character 3/],
  ])('%j', (typed, position, code, message) => {
    const { problems } = parseCampaignText(typed);
    expect(problems).toEqual([{ code, position, message: expect.stringMatching(message) }]);
  });

  test('every problem of a text is told, in order', () => {
    const { problems } = parseCampaignText('{{a}} {{name}} {{b}} {{');
    expect(problems.map(({ position, code }) => [position, code])).toEqual([
      [1, 'unknown_variable'],
      [16, 'unknown_variable'],
      [22, 'unclosed_braces'],
    ]);
  });

  test.each<[readonly ('name' | 'company')[], RegExp]>([
    [['company'], /Allowed here: \{\{company\}\}\.$/],
    [[], /No variable can stand here\.$/],
  ])('a variable that another text may use, where %j may stand', (allowed, message) => {
    const { problems } = parseCampaignText('{{name}}', allowed);
    expect(problems).toMatchObject([{ code: 'unknown_variable' }]);
    expect(problems[0]!.message).toMatch(message);
  });

  test('a long unknown name is shown cut', () => {
    const [problem] = parseCampaignText(`{{${'x'.repeat(5_000)}}}`).problems;
    expect(problem!.message.length).toBeLessThan(250);
  });
});

describe('an absent value leaves no hole', () => {
  test.each<[typed: string, paragraphs: string[][]]>([
    ['{{citation}}', []],
    ['Hello\n\n{{citation}}\n\nBye', [['Hello'], ['Bye']]],
    ['Hello\n\n“{{citation}}”\n\nBye', [['Hello'], ['Bye']]],
    ['Hello\n\n  {{citation}}  \n\nBye', [['Hello'], ['Bye']]],
    ['Hello\n{{citation}}\nBye', [['Hello', 'Bye']]],
    ['For {{citation}} and more', [['For and more']]],
    ['{{citation}} – well done', [['– well done']]],
    ['Well done: {{citation}}', [['Well done: ']]],
    ['{{name}} {{citation}}', [['Asha Rao ']]],
    ['🎉 {{citation}}', [['🎉 ']]],
  ])('%j without a citation', (typed, paragraphs) => {
    for (const citation of [null, '', undefined]) {
      const { citation: _, ...others } = values;
      const given = citation === undefined ? others : { ...others, citation };
      expect(paragraphsOf(typed, given)).toEqual(paragraphs);
    }
  });

  test('a text without variables keeps what says little', () => {
    expect(paragraphsOf('* * *\n\n—')).toEqual([['* * *'], ['—']]);
  });
});

describe('a message', () => {
  test.each<[typed: string, paragraphs: string[][]]>([
    ['one\ntwo\n\nthree', [['one', 'two'], ['three']]],
    ['one\r\ntwo\r\n\r\nthree', [['one', 'two'], ['three']]],
    ['one\n \t \n\n\ntwo\n\n', [['one'], ['two']]],
    ['  indented\n    more', [['  indented', '    more']]],
  ])('%j has its paragraphs and lines as typed', (typed, paragraphs) => {
    expect(paragraphsOf(typed)).toEqual(paragraphs);
  });

  test('the lines of a value stay in its paragraph, blank ones too', () => {
    const given = { ...values, citation: 'one\n\ntwo\r\nthree' };
    expect(paragraphsOf('For: {{citation}}!\n\nBye', given)).toEqual([
      ['For: one', '', 'two', 'three!'],
      ['Bye'],
    ]);
  });
});

describe('values are never parsed', () => {
  test.each([
    '{{points}} {{{citation}}} \\{{x}} {{',
    '{{name}}',
    "$& $1 $$ $` $'",
    '<script>alert(1)</script> &amp;',
    '“ ” – ',
    'one  \n\n{{company}}\nthree',
    'می‌خواهم {{',
    '\\',
    'constructor',
  ])('%j arrives as typed', (value) => {
    for (const variable of campaignVariables) {
      const { parts } = parseCampaignText(`a {{${variable}}} b`);
      const lines = fillLines(parts, { [variable]: value });
      const pieces = lines.map((line) => line.map(({ text }) => text).join(''));
      expect(pieces.join('\n')).toBe(`a ${value} b`);
    }
  });

  test('any text and any value: filling never throws, and a value is whole', () => {
    const text = fc.string({ unit: fc.constantFrom('{{', '}}', 'name', '\\', ' ', 'x', '\n') });
    fc.assert(
      fc.property(text, fc.string({ unit: 'binary' }), (typed, name) => {
        const { parts, problems } = parseCampaignText(typed);
        fillParagraphs(parts, { name });
        if (problems.length > 0 || !mentions(parts, 'name') || name === '') return;
        const filled = fillLines(parts, { name }).flat();
        const shown = filled.filter(({ isValue }) => isValue).map((piece) => piece.text);
        expect(shown.join('')).toContain(name.replaceAll(/\r\n|\r|\n/g, ''));
      }),
    );
  });

  test('a text without braces and backslashes is its own only part', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (typed) => {
        const text = typed.replaceAll(/[{\\]/g, '');
        const parts = text === '' ? [] : [{ kind: 'literal', text }];
        expect(parseCampaignText(text)).toEqual({ parts, problems: [] });
      }),
    );
  });
});

describe('one line', () => {
  test.each([
    ['a\r\nBcc: b@c.example', 'a Bcc: b@c.example'],
    ['a\u2028b\u0085c\u0000d', 'a b c d'],
    [' \t a  b ', 'a b'],
  ])('%j is %j', (typed, shown) => {
    expect(toOneLine(typed)).toBe(shown);
    expect(fill('{{name}}', { name: typed })).toBe(shown);
  });

  test.each<[text: string, most: number, cut: string]>([
    ['short', 10, 'short'],
    ['exactly 10', 10, 'exactly 10'],
    ['one two three', 10, 'one two…'],
    ['onetwothreefour', 10, 'onetwothr…'],
    ['a bcdefghijklmno', 10, 'a bcdefgh…'],
    ['👩‍👩‍👧‍👦'.repeat(12), 10, `${'👩‍👩‍👧‍👦'.repeat(9)}…`],
    ['👩‍👩‍👧‍👦'.repeat(10), 10, '👩‍👩‍👧‍👦'.repeat(10)],
  ])('%j is cut to %i as %j', (text, most, cut) => {
    expect(cutText(text, most)).toBe(cut);
  });
});
