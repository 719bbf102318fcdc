import {
  type CampaignContent,
  campaignNameKey,
  checkCampaign,
  MAX_CAMPAIGN_NAME,
  nameOfCopy,
} from './campaign-content';
import { coloursOf, contrast } from './colour';
import { firstNameOf } from './first-name';

const content: CampaignContent = {
  subject: 'Well done, {{first_name}}',
  heading: 'Well done!',
  message: 'Dear {{name}},\n\nthank you.',
  buttonText: '',
  senderName: '',
  bannerImageId: null,
  colour: '#0B5F56',
};

describe('a campaign that can be sent', () => {
  test('is kept trimmed, with one kind of line break and a colour in lower case', () => {
    const typed = { ...content, subject: '  Hi \t', message: '\r\na\r\nb\rc\n ' };
    expect(checkCampaign({ name: ' Spring ', content: typed })).toEqual({
      ok: true,
      name: 'Spring',
      content: { ...content, subject: 'Hi', message: 'a\nb\nc', colour: '#0b5f56' },
    });
  });

  test.each<[field: keyof CampaignContent, text: string]>([
    ['subject', 'x'.repeat(150)],
    ['subject', '👍'.repeat(150)],
    ['subject', '{{name}} {{first_name}} {{points}} {{citation}} {{company}}'],
    ['subject', '=HYPERLINK("x") <b>&amp;'],
    ['heading', 'مبروك {{name}}'],
    ['message', `${'x'.repeat(4_999)}\n`],
    ['message', 'tab\tand \\{{ braces'],
    ['buttonText', 'See it'],
    ['senderName', 'The {{company}} team'],
    ['senderName', ''],
    ['colour', '#ffffff'],
    ['colour', '#777777'],
  ])('%s may be %j', (field, text) => {
    expect(checkCampaign({ name: 'A', content: { ...content, [field]: text } }).ok).toBe(true);
  });
});

describe('a campaign that cannot be sent is refused at the field', () => {
  test.each<[field: keyof CampaignContent, text: string, code: string, message: RegExp]>([
    ['subject', '', 'invalid_campaign', /empty/],
    ['subject', ' \n ', 'invalid_campaign', /empty/],
    ['subject', 'x'.repeat(151), 'invalid_campaign', /151 characters; at most 150/],
    ['subject', 'Hi\r\nBcc: everybody@example.org', 'invalid_campaign', /one line/],
    ['subject', 'Hi\u2028there', 'invalid_campaign', /one line/],
    ['subject', 'Hi\u0000', 'invalid_campaign', /control/],
    ['subject', 'Hi \u202egnp.exe', 'invalid_campaign', /direction/],
    ['subject', 'Hi \ud800', 'invalid_campaign', /control/],
    ['subject', 'Hi {{nmae}}', 'unknown_variable', /mean \{\{name\}\}/],
    ['heading', '', 'invalid_campaign', /empty/],
    ['heading', '{{', 'unclosed_braces', /character 1/],
    ['message', '', 'invalid_campaign', /empty/],
    ['message', 'x'.repeat(5_001), 'invalid_campaign', /at most 5,000/],
    ['message', 'Bell\u0007', 'invalid_campaign', /control/],
    ['buttonText', 'x'.repeat(51), 'invalid_campaign', /at most 50/],
    ['buttonText', 'For {{name}}', 'unknown_variable', /No variable can stand here/],
    ['senderName', 'x'.repeat(101), 'invalid_campaign', /at most 100/],
    ['senderName', '{{name}}', 'unknown_variable', /Allowed here: \{\{company\}\}/],
    ['senderName', 'Acme\nBcc: a@b.example', 'invalid_campaign', /one line/],
    ['colour', 'red', 'invalid_campaign', /#0b5f56/],
    ['colour', '#fff', 'invalid_campaign', /hexadecimal/],
    ['colour', '#0b5f56;}', 'invalid_campaign', /hexadecimal/],
    ['colour', '#0b5f56\n', 'invalid_campaign', /hexadecimal/],
  ])('%s: %j', (field, text, code, message) => {
    expect(checkCampaign({ name: 'A', content: { ...content, [field]: text } })).toEqual({
      ok: false,
      issues: [
        expect.objectContaining({
          path: `content.${field}`,
          code,
          message: expect.stringMatching(message),
        }),
      ],
    });
  });

  test.each(['', '  ', 'x'.repeat(101), 'a\nb', 'a\u202eb', '\u200b'])('name: %j', (name) => {
    expect(checkCampaign({ name, content })).toEqual({
      ok: false,
      issues: [expect.objectContaining({ path: 'name' })],
    });
  });

  test('every issue of every field is told at once', () => {
    const bad = { ...content, subject: '', message: '{{x}} {{y', colour: 'red' };
    const checked = checkCampaign({ name: '', content: bad });
    expect(checked.ok ? [] : checked.issues.map(({ path }) => path)).toEqual([
      ...['name', 'content.subject', 'content.message', 'content.message', 'content.colour'],
    ]);
  });
});

test.each([
  ['Diwali', 'DIWALI', true],
  ['Straße', 'straße', true],
  ['caf\u00e9', 'CAFE\u0301', true],
  ['Diwali', 'Diwali 2', false],
])('%j and %j are one name: %p', (a, b, same) => {
  expect(campaignNameKey(a) === campaignNameKey(b)).toBe(same);
});

test('the name of a copy is free and not too long', () => {
  expect(nameOfCopy('Birthday', new Set())).toBe('Birthday (copy)');
  const taken = new Set(['birthday (copy)', 'birthday (copy 2)']);
  expect(nameOfCopy('Birthday', taken)).toBe('Birthday (copy 3)');
  const long = nameOfCopy('x'.repeat(MAX_CAMPAIGN_NAME), new Set());
  expect(long).toHaveLength(MAX_CAMPAIGN_NAME);
  expect(long).toMatch(/… \(copy\)$/);
});

test.each([
  ['Asha Rao', 'Asha'],
  ['  Asha   Rao ', 'Asha'],
  ['Asha', 'Asha'],
  ['Dr. Asha Rao', 'Asha'],
  ['PROF DR Asha Rao', 'Asha'],
  ['Dr.', 'Dr.'],
  ['Rao, Asha', 'Asha'],
  ['Rao,', 'Rao'],
  ['A. P. J. Abdul Kalam', 'A. P. J. Abdul Kalam'],
  ['María-José Peña', 'María-José'],
  ['陈伟', '陈伟'],
  ['田中 宏', '田中 宏'],
  ['김 민준', '김 민준'],
  ['Chen Wei 陈伟', 'Chen'],
  ['فاطمة الزهراء', 'فاطمة'],
  ['गीता शर्मा', 'गीता'],
  ["John O'Neill", 'John'],
  [',', ','],
  ['', ''],
])('a letter to %j says %j', (name, first) => {
  expect(firstNameOf(name)).toBe(first);
});

test('on every colour the text is readable, in light and in dark mode', () => {
  const steps = [0, 51, 102, 119, 128, 153, 204, 255].map((n) => n.toString(16).padStart(2, '0'));
  for (const red of steps) {
    for (const green of steps) {
      for (const blue of steps) {
        const colours = coloursOf(`#${red}${green}${blue}`);
        const pairs: [string, string, number][] = [
          [colours.hero, colours.heroText, 4.5],
          [colours.button, colours.buttonText, 4.5],
          [colours.buttonEdge, '#ffffff', 3],
          [colours.link, '#ffffff', 4.5],
          [colours.darkHero, '#ffffff', 8],
          [colours.darkButton, '#1a2223', 4.5],
          [colours.darkButton, colours.darkButtonText, 4.5],
          [colours.darkLink, '#1a2223', 4.5],
        ];
        for (const [a, b, least] of pairs) expect(contrast(a, b)).toBeGreaterThanOrEqual(least);
      }
    }
  }
});

test('contrast is that of the WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrast('#ffffff', '#ffffff')).toBe(1);
});
