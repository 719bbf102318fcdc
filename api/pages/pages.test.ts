import fs from 'node:fs';
import path from 'node:path';
import { harmlessTwin, hostileTexts } from '../../emails/hostile-texts';
import { attributeValues, structure, visibleText } from '../../emails/html-reader';
import { textsIn, type Language } from './language';
import { activatedPage } from './activated-page';
import { activationPage } from './activation-page';
import { errorPage } from './error-page';
import { helpPage } from './help-page';
import { linkProblemPage } from './link-problem-page';
import { registeredPage } from './registered-page';
import { registrationPage } from './registration-page';
import { ticketPage } from './ticket-page';
import { walletSignInConfirmPage } from './wallet-sign-in-confirm-page';
import { walletSignInPage } from './wallet-sign-in-page';

/** What holds for every page. Each entry shows `text` wherever a page takes a text or an address. */
const pages: readonly [name: string, render: Render][] = [
  [
    'registration',
    (text, language) => registrationPage({ ...filled(text, language), problem: undefined }),
  ],
  [
    'registration, refused',
    (text, language) => registrationPage({ ...filled(text, language), problem: text }),
  ],
  ['registered', (text, language) => registeredPage(filled(text, language))],
  ['activation', (text, language) => activationPage(filled(text, language))],
  ['activated', (text, language) => activatedPage(filled(text, language))],
  [
    'link problem',
    (text, language) => linkProblemPage({ ...filled(text, language), problem: 'link_expired' }),
  ],
  [
    'wallet sign-in',
    (text, language) => walletSignInPage({ ...filled(text, language), sent: false, problem: text }),
  ],
  [
    'wallet sign-in, sent',
    (text, language) => walletSignInPage({ ...filled(text, language), sent: true }),
  ],
  ['wallet sign-in, confirm', (text, language) => walletSignInConfirmPage(filled(text, language))],
  [
    'wallet sign-in, again',
    (text, language) => walletSignInPage({ ...filled(text, language), sent: false, isAgain: true }),
  ],
  ['help', (text, language) => helpPage({ ...filled(text, language), answerSeconds: 86_400 })],
  [
    'help, refused',
    (text, language) =>
      helpPage({ ...filled(text, language), answerSeconds: 5_400, text, problem: text }),
  ],
  [
    'ticket',
    (text, language) => ticketPage({ ...filled(text, language), ...ticket(text), state: 'open' }),
  ],
  [
    'ticket, refused',
    (text, language) =>
      ticketPage({ ...filled(text, language), ...ticket(text), state: 'resolved', problem: text }),
  ],
  [
    'error',
    (text, language) =>
      errorPage({ ...filled(text, language), title: text, message: text, requestId: text }),
  ],
];

type Render = (text: string, language?: Language) => string;

function filled(text: string, language: Language = 'en') {
  return {
    language,
    companyName: text,
    recipientName: text,
    points: 1250,
    citation: text,
    email: text,
    expiresAt: new Date('2026-12-24T09:30:00Z'),
    formAction: `/register/${text}`,
    walletUrl: `/wallet/${text}`,
    hiddenFields: { [`csrf ${text}`]: text },
    help: help(text),
  };
}

function ticket(text: string) {
  const at = new Date(0);
  const messages = (['you', 'support'] as const).map((author) => ({ author, text, at }));
  return { number: 'T-1042', subject: text, text, messages };
}

function help(text: string) {
  return {
    supportEmail: `support${text}@bestow.example`,
    whatsapp: `+1 555 010 0199 ${text}`,
    ticketUrl: `https://bestow.example/help?about=${text}`,
  };
}

/** Of the page itself, where it takes fewer than two. */
const OWN_TEXTS: Partial<Record<string, number>> = {
  'wallet sign-in, confirm': 1,
  'link problem': 1,
  help: 1,
};

const hostileLines = hostileTexts.flatMap(([name, text]) =>
  pages.map(([page, render]) => [name, page, text, render] as const),
);

test.each(hostileLines)(
  '%s, typed anywhere on the page "%s", adds no markup',
  (_, __, text, render) => {
    expect(structure(render(text))).toEqual(structure(render(harmlessTwin(text))));
  },
);

test.each(hostileLines)(
  '%s, typed on the page "%s", is shown as typed',
  (_, page, text, render) => {
    const html = render(text);
    const seen = [
      visibleText(html),
      ...attributeValues(html, 'input', 'value'),
      ...attributeValues(html, 'a', 'href'),
    ].join('\n');
    // Ticket, address and number of the help make three; the rest is the page's own.
    const ownTexts = OWN_TEXTS[page] ?? 2;
    expect(seen.split(text).length - 1).toBeGreaterThanOrEqual(3 + ownTexts);
  },
);

test.each(hostileTexts)('%s does not break out of an address or a hidden field', (_, text) => {
  const html = registrationPage({ ...filled(text), email: 'priya@example.org' });
  expect(attributeValues(html, 'form', 'action')).toEqual([`/register/${text}`]);
  expect(attributeValues(html, 'input', 'name')).toEqual([`csrf ${text}`, 'name']);
  expect(attributeValues(html, 'input', 'value')).toEqual([text, text]);
  expect(attributeValues(registeredPage(filled(text)), 'a', 'href')).toEqual([
    `/wallet/${text}`,
    `https://bestow.example/help?about=${text}`,
    `mailto:${encodeURIComponent(`support${text}`).replaceAll('%40', '@')}@bestow.example`,
    expect.stringMatching(/^https:\/\/wa\.me\/15550100199\d*$/),
  ]);
});

const inEachLanguage = pages.flatMap(([page, render]) =>
  (['en', 'de'] as const).map((language) => [page, language, render] as const),
);

describe.each(inEachLanguage)('the page "%s" in %s', (page, language, render) => {
  const html = render('Priya', language);

  test('R16: says where to turn', () => {
    const text = visibleText(html);
    expect(text).toContain(textsIn(language).layout.whereToTurn);
    expect(text).toContain('supportPriya@bestow.example');
    expect(text).toContain('+1 555 010 0199');
    expect(attributeValues(html, 'a', 'href')).toContain('https://bestow.example/help?about=Priya');
  });

  test('needs nothing that a strict content security policy refuses', () => {
    const tags = structure(html);
    expect(tags.filter((tag) => /^(script|style|img|iframe|object|base)\b/.test(tag))).toEqual([]);
    expect(tags.filter((tag) => / (style|on[a-z]+)\b/.test(tag))).toEqual([]);
    expect(attributeValues(html, 'link', 'href')).toEqual(['/assets/pages.css']);
  });

  test('is a whole document with a language, a title, one main heading and one main part', () => {
    expect(html.split('\n')[1]).toBe(`<html lang="${language}" dir="ltr">`);
    expect(html).toMatch(/^<!doctype html>\n/);
    expect(html).toMatch(/<title>[^<]+ · Bestow<\/title>/);
    const tags = structure(html).map((tag) => tag.split(' ')[0]);
    for (const once of ['h1', 'main', 'footer', 'title']) {
      expect(tags.filter((tag) => tag === once)).toHaveLength(1);
    }
    expect(tags.at(-1)).toBe('/html');
  });

  test('labels every field and posts every form', () => {
    const fields = attributeValues(html, 'input', 'id');
    expect(attributeValues(html, 'label', 'for')).toEqual(fields);
    const hidden = attributeValues(html, 'input', 'type').filter((type) => type === 'hidden');
    expect(attributeValues(html, 'input', 'name')).toHaveLength(fields.length + hidden.length);
    const actions = attributeValues(html, 'form', 'action');
    expect(attributeValues(html, 'form', 'method')).toEqual(actions.map(() => 'post'));
  });

  test('has every hidden field once in every form', () => {
    const forms = attributeValues(html, 'form', 'action');
    const names = attributeValues(html, 'input', 'name').filter((name) => name === 'csrf Priya');
    // The form of the help page needs none.
    expect(names).toHaveLength(page.startsWith('help') ? 0 : forms.length);
  });

  test('tells search engines and other sites nothing of its address', () => {
    const contents = attributeValues(html, 'meta', 'content');
    expect(contents).toContain('noindex, nofollow');
    // Not no-referrer: that turns the Origin of a posted form into "null".
    expect(contents).toContain('same-origin');
  });
});

test.each(pages)('nothing of the page "%s" stays in English for who reads German', (_, render) => {
  const linesIn = (language: Language) => visibleText(render('Priya', language)).split('\n');
  const english = new Set(linesIn('en').map((line) => line.trim()));
  const same = linesIn('de').filter((line) => english.has(line.trim()));
  const words = same.map((line) => NAMES.reduce((rest, name) => rest.replaceAll(name, ''), line));
  expect(words.filter((rest) => /[a-z]/i.test(rest))).toEqual([]);
});

/** What has one name in both languages, or was typed. */
const NAMES = [
  '<!doctype html>',
  'support',
  'Support',
  '@bestow.example',
  'WhatsApp',
  'Bestow',
  'T-1042',
  'Priya',
];

describe('the stylesheet', () => {
  const css = fs.readFileSync(path.join(__dirname, 'pages.css'), 'utf8');

  test('loads nothing', () => {
    expect(css).not.toMatch(/url\(|@import|@font-face/);
  });

  test('has a rule for every class that the pages use', () => {
    const classes = pages.flatMap(([, render]) =>
      [...render('Priya').matchAll(/class="([^"]+)"/g)].flatMap((match) => match[1]!.split(' ')),
    );
    expect([...new Set(classes)].filter((name) => !css.includes(`.${name}`))).toEqual([]);
  });
});
