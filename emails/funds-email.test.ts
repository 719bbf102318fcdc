import { type FundsEmailProps, renderFundsEmail } from './funds-email';
import { harmlessTwin, hostileTexts } from './hostile-texts';
import { structure, visibleText } from './html-reader';

const props: FundsEmailProps = {
  kind: 'warning',
  ifInsufficient: 'fail',
  adminName: 'Ada',
  companyName: 'Acme Industries',
  recipients: 250,
  points: 12_500,
  balance: 10_000,
  sendAt: new Date('2026-12-24T09:30:00Z'),
  url: 'https://bestow.example/',
  help: {
    supportEmail: 'support@bestow.example',
    whatsapp: '+1 555 010 0199',
    ticketUrl: 'https://bestow.example/help',
  },
};

test.each<[change: Partial<FundsEmailProps>, subject: string, said: string]>([
  [{}, 'A scheduled send lacks points: Acme Industries', 'or the send is cancelled'],
  [{ ifInsufficient: 'wait' }, 'A scheduled send lacks points: Acme Industries', 'the send waits'],
  [{ kind: 'cancelled' }, 'A scheduled send was cancelled: Acme Industries', 'nobody was mailed'],
  [{ kind: 'waiting' }, 'A scheduled send waits for points: Acme Industries', 'goes out by itself'],
])('%j: both parts say what is so, the figures, and what comes next', (change, subject, said) => {
  const mail = renderFundsEmail({ ...props, ...change });
  expect(mail.subject).toBe(subject);
  for (const part of [visibleText(mail.html), mail.text]) {
    expect(part).toContain('Hello Ada,');
    expect(part).toContain('The send to 250 recipients of 24 December 2026 at 09:30 UTC');
    expect(part).toContain('It needs 12,500 points; the Company Balance has 10,000 points.');
    expect(part).toContain('2,500 points are missing.');
    expect(part).toContain(said);
    expect(part).toContain(props.url);
    expect(part).toContain('Where to turn');
  }
});

test('one recipient is not "1 recipients"', () => {
  expect(renderFundsEmail({ ...props, recipients: 1 }).text).toContain('to 1 recipient of');
});

test.each(hostileTexts)('%s arrives as typed in a name, and adds no header', (_, text) => {
  const mail = renderFundsEmail({ ...props, adminName: text, companyName: text });
  const twin = renderFundsEmail({ ...props, adminName: harmlessTwin(text) });
  expect(visibleText(mail.html)).toContain(`Hello ${text},`);
  expect(mail.text).toContain(`Hello ${text},`);
  expect(mail.subject).not.toMatch(/[\r\n]/);
  expect(structure(mail.html)).toEqual(structure(twin.html));
});
