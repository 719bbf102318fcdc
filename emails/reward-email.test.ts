import fc from 'fast-check';
import { harmlessTwin, hostileTexts } from './hostile-texts';
import { attributeValues, structure, visibleText } from './html-reader';
import { type RewardEmailProps, renderRewardEmail } from './reward-email';

const help = {
  supportEmail: 'support@bestow.example',
  whatsapp: '+1 555 010 0199',
  ticketUrl: 'https://bestow.example/help?from=mail&lang=en',
};

const props: RewardEmailProps = {
  kind: 'credited',
  recipientName: 'Priya',
  points: 1250,
  citation: 'Ten years.\nThank you!',
  companyName: 'Acme',
  buttonUrl: 'https://bestow.example/wallet?token=a.b-c&x=1',
  expiresAt: null,
  help,
};

const expiresAt = new Date('2026-12-24T09:30:00Z');
const kinds = ['credited', 'activation', 'invitation', 'reminder'] as const;

/** The citation stands in the preheader too, on one line: these tests want the citation itself. */
function read(html: string): string {
  return visibleText(html.replace(/<div dir="auto" style="display:none[^>]*>[^<]*<\/div>/, ''));
}

describe('what each kind says', () => {
  test.each([
    [27, 'There are 27 days left to register.'],
    [2, 'There are 2 days left to register.'],
    [1, 'This is the last day to register.'],
  ])('a reminder with %i days left says so in both parts', (daysLeft, sentence) => {
    const mail = renderRewardEmail({ ...props, kind: 'reminder', daysLeft, expiresAt });
    for (const part of [read(mail.html), mail.text]) expect(part).toContain(sentence);
  });

  test.each([
    ['credited', 'You received 1,250 points from Acme', 'in your wallet', 'See your wallet'],
    [
      'activation',
      'Activate your account: 1,250 points from Acme',
      'in its wallet already',
      'Activate your account',
    ],
    [
      'invitation',
      'Register to receive 1,250 points from Acme',
      'held for you',
      'Register and receive your points',
    ],
    [
      'reminder',
      'Reminder: register to receive 1,250 points from Acme',
      'held for you',
      'Register and receive your points',
    ],
  ] as const)(
    '%s: the subject, both parts and the button say where the points are',
    (kind, subject, state, button) => {
      const mail = renderRewardEmail({ ...props, kind });
      expect(mail.subject).toBe(subject);
      for (const part of [read(mail.html), mail.text]) {
        expect(part).toContain('1,250 points');
        expect(part).toContain('from Acme');
        expect(part).toContain('Hello Priya,');
        expect(part).toContain(props.citation);
        expect(part).toContain(state);
        expect(part).toContain(button);
        expect(part).toContain(props.buttonUrl);
      }
    },
  );

  test.each(kinds)('%s: the end of the link is said, and that it is in UTC', (kind) => {
    const mail = renderRewardEmail({ ...props, kind, expiresAt });
    for (const part of [read(mail.html), mail.text]) {
      expect(part).toMatch(/until 24 December 2026.{1,4}09:30 UTC/);
    }
  });

  test.each(kinds)('%s: a link without an end does not speak of one', (kind) => {
    const mail = renderRewardEmail({ ...props, kind });
    expect(mail.text + read(mail.html)).not.toMatch(/until|UTC|null/);
  });

  test.each(kinds)('%s: a reward without a citation has no empty place for one', (kind) => {
    const mail = renderRewardEmail({ ...props, kind, citation: null });
    expect(mail.text + read(mail.html)).not.toMatch(/Citation|null/);
    expect(mail.text).not.toMatch(/\n\n\n/);
  });

  test.each([
    [1, '1 point '],
    [999, '999 points '],
    [10_000_000, '10,000,000 points '],
  ])('%d points are written as %j', (points, written) => {
    const mail = renderRewardEmail({ ...props, points });
    expect(mail.subject).toContain(written);
    expect(mail.text).toContain(written);
    expect(read(mail.html)).toContain(written.trim());
  });

  test('an end that is no date throws instead of going out', () => {
    expect(() => renderRewardEmail({ ...props, expiresAt: new Date('never') })).toThrow(RangeError);
  });
});

describe('R16: where to turn', () => {
  test.each(kinds)('is in both parts of a mail of kind %s', (kind) => {
    const mail = renderRewardEmail({ ...props, kind });
    for (const part of [read(mail.html), mail.text]) {
      expect(part).toContain('Where to turn');
      expect(part).toContain(help.supportEmail);
      expect(part).toContain(help.whatsapp);
    }
    expect(mail.text).toContain(help.ticketUrl);
    expect(attributeValues(mail.html, 'a', 'href')).toEqual([
      props.buttonUrl,
      props.buttonUrl,
      help.ticketUrl,
      'mailto:support@bestow.example',
      'https://wa.me/15550100199',
    ]);
  });
});

describe('texts arrive as typed', () => {
  test.each(hostileTexts)('%s, as the citation', (_, citation) => {
    const mail = renderRewardEmail({ ...props, citation });
    const twin = renderRewardEmail({ ...props, citation: harmlessTwin(citation) });
    expect(read(mail.html)).toContain(`Citation\n\n${citation}\n`);
    expect(mail.text).toContain(`Citation:\n\n${citation}\n\n`);
    expect(structure(mail.html)).toEqual(structure(twin.html));
  });

  test.each(hostileTexts)('%s, as the names', (_, name) => {
    const mail = renderRewardEmail({ ...props, recipientName: name, companyName: name });
    const twinName = harmlessTwin(name);
    const twin = renderRewardEmail({ ...props, recipientName: twinName, companyName: twinName });
    expect(read(mail.html)).toContain(`Hello ${name},`);
    expect(read(mail.html)).toContain(`from ${name}\n`);
    expect(mail.text).toContain(`Hello ${name},`);
    expect(mail.text).toContain(`from ${name}.`);
    expect(structure(mail.html)).toEqual(structure(twin.html));
  });

  test.each(hostileTexts)('%s, in the addresses of links and in the help', (_, text) => {
    const buttonUrl = `https://bestow.example/?token=${text}`;
    const ticketUrl = `https://bestow.example/help?about=${text}`;
    const hostileHelp = { supportEmail: `${text}@bestow.example`, whatsapp: text, ticketUrl };
    const mail = renderRewardEmail({ ...props, buttonUrl, help: hostileHelp });
    expect(attributeValues(mail.html, 'a', 'href').slice(0, 3)).toEqual([
      buttonUrl,
      buttonUrl,
      ticketUrl,
    ]);
    for (const part of [read(mail.html), mail.text]) {
      expect(part).toContain(buttonUrl);
      expect(part).toContain(`E-mail: ${text}@bestow.example`);
      expect(part).toContain(`WhatsApp: ${text}`);
    }
    expect(structure(mail.html)).toEqual(structure(renderRewardEmail(props).html));
  });

  test('any citation, whatever its characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (citation) => {
        const lines = citation.replaceAll(/\r\n?/g, '\n');
        const mail = renderRewardEmail({ ...props, citation });
        expect(read(mail.html)).toContain(`Citation\n\n${lines}\n`);
        expect(mail.text).toContain(citation);
      }),
    );
  });

  test('line breaks of Windows and of old Macs are line breaks', () => {
    const mail = renderRewardEmail({ ...props, citation: 'one\r\ntwo\rthree' });
    expect(read(mail.html)).toContain('Citation\n\none\ntwo\nthree\n');
  });

  test('every line of a citation and every name takes its own direction', () => {
    const { html } = renderRewardEmail({ ...props, citation: 'שלום\nhello' });
    expect(html).toMatch(
      /dir="auto"[^>]*><span [^>]*plaintext">שלום<\/span><br>\n<span [^>]*plaintext">hello</,
    );
    expect(html).toMatch(/<span dir="auto">Priya<\/span>/);
    expect(html).toMatch(/<strong dir="auto"[^>]*>Acme<\/strong>/);
  });
});

describe('the subject', () => {
  test.each([
    ['CRLF and a header', 'Acme\r\nBcc: a@b.example', 'Acme Bcc: a@b.example'],
    ['line feed', 'Ac\nme', 'Ac me'],
    ['tab and run of spaces', 'Ac \t  me', 'Ac me'],
    ['line separators of Unicode', 'Ac\u2028\u2029\u0085me', 'Ac me'],
    ['NUL and escape', 'Ac\u0000\u001bme', 'Ac me'],
  ])('is one line: %s', (_, companyName, shown) => {
    const { subject } = renderRewardEmail({ ...props, companyName });
    expect(subject).toBe(`You received 1,250 points from ${shown}`);
  });

  test('is not HTML: nothing in it is escaped', () => {
    const companyName = `Q&A <Ltd> "=" 'x' \`y\``;
    const { subject } = renderRewardEmail({ ...props, companyName });
    expect(subject).toBe(`You received 1,250 points from ${companyName}`);
  });

  test.each(kinds)('of %s begins with a Latin letter, so that no name turns the line', (kind) => {
    const { subject } = renderRewardEmail({ ...props, kind, companyName: 'شركة النور' });
    expect(subject).toMatch(/^[A-Z].* شركة النور$/);
  });
});

describe('the HTML part', () => {
  const { html } = renderRewardEmail({ ...props, kind: 'invitation', expiresAt });

  test('loads nothing from elsewhere and runs nothing', () => {
    expect(structure(html).join('\n')).not.toMatch(/^(script|img|link|iframe|object|form)\b/m);
    expect(structure(html).join(' ')).not.toMatch(/\b(src|srcset|background|on[a-z]+)\b/);
    expect(html).not.toMatch(/url\(|@import|@font-face/);
  });

  test('says its language, follows dark mode and is at most 600 px wide', () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en"/);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).toContain('max-width:600px');
  });

  test('stays far below the 102 kB at which Gmail cuts a mail', () => {
    const longest = renderRewardEmail({ ...props, citation: '<'.repeat(1000) });
    expect(Buffer.byteLength(longest.html)).toBeLessThan(30_000);
  });
});
