import fc from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer';
import { hostileTexts } from '../emails/hostile-texts';
import { renderRewardEmail } from '../emails/reward-email';
import { writeMessage } from './whole-message';

const help = {
  supportEmail: 'support@bestow.example',
  whatsapp: '+1 555 010 0199',
  ticketUrl: 'https://bestow.example/help',
};

const mailWith = (text: string) => ({
  from: { name: text, address: 'rewards@bestow.example' },
  to: { name: text, address: 'asha@acme.example' },
  messageId: '<1@bestow.example>',
  baseBoundary: 'boundary',
  date: new Date(0),
  headers: { 'Auto-Submitted': 'auto-generated' },
  ...renderRewardEmail({
    kind: 'credited',
    recipientName: text,
    points: 100,
    citation: text,
    companyName: text,
    buttonUrl: 'https://bestow.example/wallet',
    expiresAt: null,
    help,
  }),
});

/** Line ends are CRLF in a message (RFC 5322, 2.3), whatever they were in the texts. */
const withLineEnds = (text: string) => text.replaceAll(/\r?\n/g, '\r\n');

async function expectAsNodemailerWrites(mail: { text: string; html?: string }): Promise<void> {
  const sent = { ...mail, text: withLineEnds(mail.text) };
  if (mail.html !== undefined) sent.html = withLineEnds(mail.html);
  const built = (await compile(sent).build()).toString();
  // What is written first is remembered for what is written then.
  for (const _ of ['first', 'again']) {
    expect(writeMessage(compile(mail))?.toString()).toBe(built);
  }
}

const compile = (mail: ConstructorParameters<typeof MailComposer>[0]) =>
  new MailComposer(mail).compile();

test.each([
  ...hostileTexts,
  ['a line of 5,000 letters', 'x'.repeat(5_000)],
  ['a line of 5,000 letters that need an encoding', 'é'.repeat(5_000)],
])('%s: written at once is what nodemailer’s streams write', async (_name, text) => {
  await expectAsNodemailerWrites(mailWith(text));
});

test.each([
  ...[
    'One line',
    'Two\nlines\n',
    'क्‍ष और श्री '.repeat(50),
    'é',
    'é\r\n \t\r\n.\r\n..é \n',
    '\né\n\n',
  ],
  ...['é\rand a lone carriage return\n', `é\n${'word '.repeat(13)}`, `é\n${'é'.repeat(26)}`],
  ...[`${'é '.repeat(30)}\n${'='.repeat(76)}\n${'x'.repeat(75)}\n${'x'.repeat(76)}\nx`],
])('a mail of text alone is too: %j', async (text) => {
  const { html: _html, ...mail } = mailWith('Asha');
  await expectAsNodemailerWrites({ ...mail, text });
});

test('a mail of any lines is too', async () => {
  const line = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.stringMatching(/^[é x=.,\t]{0,160}$/),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.constantFrom('\n', '\r\n'), async (lines, end) => {
      const { html: _html, ...mail } = mailWith('Asha');
      await expectAsNodemailerWrites({ ...mail, text: lines.join(end) });
    }),
    { numRuns: 300 },
  );
});

test('one with an attachment is left to the streams', () => {
  const attachments = [{ filename: 'invoice.pdf', content: Buffer.from('%PDF-') }];
  expect(writeMessage(compile({ ...mailWith('Asha'), attachments }))).toBeUndefined();
});
