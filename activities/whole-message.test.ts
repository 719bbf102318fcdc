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

const compile = (mail: ConstructorParameters<typeof MailComposer>[0]) =>
  new MailComposer(mail).compile();

test.each([
  ...hostileTexts,
  ['a line of 5,000 letters', 'x'.repeat(5_000)],
  ['a line of 5,000 letters that need an encoding', 'é'.repeat(5_000)],
])('%s: written at once is what nodemailer’s streams write', async (_name, text) => {
  const message = compile(mailWith(text));
  const whole = writeMessage(message);
  expect(whole?.toString()).toBe((await message.build()).toString());
});

test.each(['One line', 'Two\nlines\n', 'क्‍ष और श्री '.repeat(50)])(
  'a mail of text alone is too: %j',
  async (text) => {
    const message = compile({ ...mailWith('Asha'), html: undefined, text });
    expect(writeMessage(message)?.toString()).toBe((await message.build()).toString());
  },
);

test('one with an attachment is left to the streams', () => {
  const attachments = [{ filename: 'invoice.pdf', content: Buffer.from('%PDF-') }];
  expect(writeMessage(compile({ ...mailWith('Asha'), attachments }))).toBeUndefined();
});
