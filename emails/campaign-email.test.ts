import fc from 'fast-check';
import type { CampaignContent } from '../domain/campaign-content';
import { prepareCampaign, renderCampaignEmail } from './campaign-email';
import { harmlessTwin, hostileTexts } from './hostile-texts';
import { attributeValues, structure, visibleText } from './html-reader';
import type { RewardEmailProps } from './reward-email';

const props: RewardEmailProps = {
  kind: 'credited',
  recipientName: 'Priya Sharma',
  points: 1250,
  citation: 'Ten years.\nThank you!',
  companyName: 'Acme',
  buttonUrl: 'https://bestow.example/wallet?token=a.b-c&x=1',
  expiresAt: null,
  help: {
    supportEmail: 'support@bestow.example',
    whatsapp: '+1 555 010 0199',
    ticketUrl: 'https://bestow.example/help?from=mail&lang=en',
  },
};

const content: CampaignContent = {
  subject: 'Well done, {{first_name}}: {{points}} points',
  heading: 'Thank you, {{name}}',
  message: 'Dear {{first_name}},\n\nthe whole of {{company}}\nthanks you.\n\nYours',
  buttonText: 'Open your gift',
  senderName: 'The {{company}} team',
  bannerImageId: null,
  colour: '#8e3b6b',
};

const kinds = ['credited', 'activation', 'invitation'] as const;
const expiresAt = new Date('2026-12-24T09:30:00Z');
const banner = { url: 'https://bestow.example/images/1', width: 1_200 };

function render(
  changed: Partial<CampaignContent> = {},
  given: Partial<RewardEmailProps> = {},
  image: typeof banner | null = null,
) {
  return renderCampaignEmail(
    { ...props, ...given },
    prepareCampaign({ ...content, ...changed }, image),
  );
}

/** Without the preheader, in which the citation stands too. */
function read(html: string): string {
  return visibleText(html.replace(/<div dir="auto" style="display:none[^>]*>[^<]*<\/div>/, ''));
}

describe('what a campaign says', () => {
  test('its texts are in both parts, with the values of the reward', () => {
    const mail = render();
    expect(mail.subject).toBe('Well done, Priya: 1,250 points');
    expect(mail.fromName).toBe('The Acme team');
    for (const part of [read(mail.html), mail.text]) {
      expect(part).toContain('Thank you, Priya Sharma');
      expect(part).toContain('Dear Priya,');
      expect(part).toContain('the whole of Acme\nthanks you.');
      expect(part).toContain('Open your gift');
      expect(part).toContain(props.citation);
    }
    expect(mail.text).toContain(
      'Dear Priya,\n\nthe whole of Acme\nthanks you.\n\nYours\n\nYou received',
    );
    expect(mail.text).not.toMatch(/\n\n\n/);
  });

  test.each(kinds)('%s: where the points are, until when, and where to turn stay ours', (kind) => {
    const mail = render({}, { kind, expiresAt });
    const state = {
      credited: 'in your wallet',
      activation: 'in its wallet',
      invitation: 'held for',
    };
    for (const part of [read(mail.html), mail.text]) {
      expect(part).toContain('1,250 points');
      expect(part).toContain('from Acme');
      expect(part).toContain(state[kind]);
      expect(part).toMatch(/24 December 2026.{1,4}09:30 UTC/);
      expect(part).toContain('Where to turn');
      expect(part).toContain(props.help.supportEmail);
      expect(part).toContain(props.help.whatsapp);
      expect(part).toContain(props.buttonUrl);
    }
    expect(mail.text).toContain(props.help.ticketUrl);
  });

  test.each([
    ['activation', 'Activate your account'],
    ['invitation', 'Register and receive your points'],
  ] as const)(
    'the button of %s says what it does, whatever the campaign calls it',
    (kind, label) => {
      const mail = render({}, { kind });
      expect(mail.text).toContain(`${label}:\n${props.buttonUrl}`);
      expect(mail.text + mail.html).not.toContain('Open your gift');
    },
  );

  test('a button and a sender without words have the usual ones', () => {
    const mail = render({ buttonText: '', senderName: '' });
    expect(mail.text).toContain('See your wallet:\n');
    expect(mail.fromName).toBe('Acme');
  });

  test('braces that are meant as they are stand there as they are', () => {
    const mail = render({ buttonText: 'See \\{{it', heading: '\\{{name}}' });
    expect(mail.text).toContain('See {{it:\n');
    expect(mail.text).toMatch(/^\{\{name\}\}\n/);
  });

  test('an address in a message is text, not a link of ours', () => {
    const { html } = render({ message: 'See https://evil.example/ or www.evil.example' });
    expect(attributeValues(html, 'a', 'href').join()).not.toContain('evil');
  });
});

describe('the citation', () => {
  const block = /Citation\n\nTen years\.\nThank you!\n/;

  test('has its own block when the message does not say it', () => {
    expect(read(render().html)).toMatch(block);
    expect(render({ heading: '{{citation}}' }).text).toContain('Citation:\n\nTen years.');
  });

  test('has none when the message says it', () => {
    const mail = render({ message: 'For this:\n\n“{{citation}}”' });
    for (const part of [read(mail.html), mail.text]) {
      expect(part).toContain('“Ten years.\nThank you!”');
      expect(part).not.toContain('Citation');
    }
  });

  test.each([null, ''])('leaves no hole when it is %j', (citation) => {
    for (const message of ['One\n\n{{citation}}\n\nTwo', 'One\n\nTwo']) {
      const mail = render({ message }, { citation });
      expect(mail.text).toContain('One\n\nTwo\n\nYou received');
      expect(mail.text + read(mail.html)).not.toMatch(/Citation|null|undefined/);
      expect(structure(mail.html)).toEqual(
        structure(render({ message: 'One\n\nTwo' }, { citation: null }).html),
      );
    }
  });

  test('a subject of which nothing is left becomes the usual one', () => {
    const { subject } = render({ subject: '{{citation}}' }, { citation: null });
    expect(subject).toBe('You received 1,250 points from Acme');
  });
});

describe('headers', () => {
  const lineBreaks = 'A\r\nBcc: x@y.example\u2028\u0000B';

  test.each(kinds)('of %s are one line, whatever stands in the values', (kind) => {
    const mail = render(
      { subject: '{{name}} {{first_name}} {{citation}} {{company}}', senderName: '{{company}}' },
      { kind, recipientName: lineBreaks, citation: lineBreaks, companyName: lineBreaks },
    );
    for (const header of [mail.subject, mail.fromName]) {
      expect(header).toContain('A Bcc: x@y.example B');
      expect(header).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    }
  });

  test('are cut where a value would make them endless', () => {
    const mail = render({ subject: 'For {{citation}}' }, { citation: 'word '.repeat(200) });
    expect(mail.subject).toMatch(/^For word .* word…$/);
    expect(mail.subject.length).toBeLessThanOrEqual(150);
    expect(render({}, { companyName: 'x'.repeat(200) }).fromName.length).toBeLessThanOrEqual(100);
  });

  test('are not HTML: nothing in them is escaped', () => {
    const companyName = `Q&A <Ltd> "=" 'x'`;
    const mail = render({ subject: '{{company}} & <you>' }, { companyName });
    expect(mail.subject).toBe(`${companyName} & <you>`);
    expect(mail.fromName).toBe(`The ${companyName} team`);
  });
});

describe('texts arrive as typed', () => {
  const everywhere = {
    subject: 'S {{name}} {{citation}} {{company}}',
    heading: 'H {{name}} {{citation}} {{company}}',
    message: 'a {{name}} b\n\nc {{citation}} d\n\ne {{company}} f\n\ng {{first_name}} h',
    senderName: '{{company}}',
  };

  test.each(hostileTexts)('%s, as every value in every text', (_, value) => {
    const given = (typed: string) => ({
      recipientName: typed,
      citation: typed,
      companyName: typed,
    });
    for (const kind of kinds) {
      const mail = render(everywhere, { ...given(value), kind });
      const twin = render(everywhere, { ...given(harmlessTwin(value)), kind });
      for (const part of [read(mail.html), mail.text]) {
        expect(part).toContain(`a ${value} b`);
        expect(part).toContain(`c ${value} d`);
        expect(part).toContain(`e ${value} f`);
      }
      expect(structure(mail.html)).toEqual(structure(twin.html));
    }
  });

  test.each(hostileTexts)('%s, as every text of the campaign', (_, typed) => {
    // Braces are escaped as an author does who means them.
    const texts = (text: string) => ({
      subject: text,
      heading: text,
      message: text,
      buttonText: text,
      senderName: text,
    });
    const written = typed.replaceAll(/\\*\{\{/g, (braces) =>
      braces.replaceAll('\\', '\\\\').replace('{{', '\\{{'),
    );
    const mail = render(texts(written));
    const twin = render(texts(harmlessTwin(typed)));
    // Blank lines end a paragraph, and several of them only one.
    expect(read(mail.html)).toContain(typed.replaceAll(/\n{2,}/g, '\n'));
    expect(mail.text).toContain(typed.replaceAll(/\n{2,}/g, '\n\n'));
    expect(structure(mail.html)).toEqual(structure(twin.html));
  });

  test.each(hostileTexts)('%s, in the address of the banner', (_, text) => {
    const url = `https://bestow.example/images/${text}`;
    const { html } = render({}, {}, { ...banner, url });
    expect(attributeValues(html, 'img', 'src')).toEqual([url]);
    expect(structure(html)).toEqual(structure(render({}, {}, banner).html));
  });

  test('any values and any texts: it never throws, and every value is there', () => {
    const any = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(any, any, any, any, (name, citation, companyName, message) => {
        const mail = render(
          {
            subject: message,
            heading: message,
            message: `${message}\n\n{{name}}`,
            senderName: message,
          },
          { recipientName: name, citation, companyName },
        );
        expect(structure(mail.html).length).toBeGreaterThan(30);
        expect(mail.subject.length).toBeGreaterThan(0);
        expect(mail.html).not.toContain('undefined');
      }),
    );
  });
});

describe('how a campaign looks', () => {
  test('its colour is that of hero and button, with readable text; dark mode has a deeper one', () => {
    const { html } = render({ colour: '#ffcc00' });
    expect(html).toContain('bgcolor="#ffcc00"');
    expect(html).toMatch(/<h1 class="hero-ink"[^>]*color:#000000/);
    expect(html).toMatch(/class="button-link"[^>]*color:#000000/);
    expect(html).toMatch(/\.hero-ink \{ color: #ffffff !important; \}/);
    expect(html).toMatch(/\.hero \{ background-color: #(?!ffcc00)[0-9a-f]{6} !important; \}/);
  });

  test('the banner is an image of at most 600 px with the company as its text', () => {
    const { html } = render({}, { companyName: 'Q&A "Ltd"' }, banner);
    expect(attributeValues(html, 'img', 'src')).toEqual([banner.url]);
    expect(attributeValues(html, 'img', 'alt')).toEqual(['Q&A "Ltd"']);
    expect(attributeValues(html, 'img', 'width')).toEqual(['600']);
    const small = render({}, {}, { ...banner, width: 240 });
    expect(attributeValues(small.html, 'img', 'width')).toEqual(['240']);
    expect(small.html).toContain('max-width:240px');
  });

  test('without a banner nothing is loaded from elsewhere', () => {
    const { html } = render();
    expect(structure(html).join('\n')).not.toMatch(/^(script|img|link|iframe|object|form)\b/m);
    expect(html).not.toMatch(/url\(|@import|@font-face/);
  });

  test('every line and every value takes its own direction', () => {
    const { html } = render({ message: 'שלום {{first_name}}\nhello' });
    expect(html).toMatch(
      /plaintext">שלום <span dir="auto">Priya<\/span><\/span><br>\n<span [^>]*plaintext">hello</,
    );
    expect(html).toMatch(/<h1 class="hero-ink" dir="auto"/);
  });

  test('stays far below the 102 kB at which Gmail cuts a mail', () => {
    const message = '<'.repeat(5_000);
    const { html } = render({ message }, { citation: '&'.repeat(1_000) }, banner);
    expect(Buffer.byteLength(html)).toBeLessThan(45_000);
    expect(Buffer.byteLength(render({}, {}, banner).html)).toBeLessThan(12_000);
  });
});
