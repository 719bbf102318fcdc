import { type ApprovalEmailProps, renderApprovalEmail } from './approval-email';
import { harmlessTwin, hostileTexts } from './hostile-texts';
import { structure, visibleText } from './html-reader';

const props: ApprovalEmailProps = {
  kind: 'asked',
  adminName: 'Ada',
  companyName: 'Acme Industries',
  points: 12_500,
  recipients: 250,
  sendAt: null,
  status: 'awaiting_approval',
  senderName: 'Sam Sender',
  isByKey: false,
  deciderName: 'Asif Approver',
  note: 'Twice the budget',
  url: 'https://bestow.example/distributions/1',
  help: {
    supportEmail: 'support@bestow.example',
    whatsapp: '+1 555 010 0199',
    ticketUrl: 'https://bestow.example/help',
  },
};
const far = new Date('2099-12-24T09:30:00Z');

test.each<[change: Partial<ApprovalEmailProps>, subject: string, said: string]>([
  [{}, 'A send waits for your approval', 'Sam Sender sends 12,500 points to 250 recipients.'],
  [{ recipients: 1 }, 'A send waits for your approval', 'points to 1 recipient.'],
  [{ sendAt: far }, 'A send waits for your approval', 'for 24 December 2099 at 09:30 UTC.'],
  [
    { isByKey: true, senderName: 'Payroll' },
    'A send waits for your approval',
    'The API key Payroll sends',
  ],
  [{ kind: 'reminder' }, 'A send still waits for your approval', 'nobody has decided'],
  [{ kind: 'approved', status: 'completed' }, 'Your send is approved', 'It is on its way.'],
  [{ kind: 'approved', status: 'awaiting_funds' }, 'Your send is approved', 'waits for funds now'],
  [
    { kind: 'approved', status: 'scheduled', sendAt: far },
    'Your send is approved',
    'at its time, 24 December 2099',
  ],
  [{ kind: 'approved', status: 'cancelled' }, 'Your send is approved', 'cancelled since then'],
  [{ kind: 'rejected' }, 'Your send is rejected', 'Asif Approver has rejected your send'],
])('%j: both parts say what is so and what comes next', (change, subject, said) => {
  const mail = renderApprovalEmail({ ...props, ...change });
  expect(mail.subject).toBe(`${subject}: Acme Industries`);
  const isDecided = change.kind === 'approved' || change.kind === 'rejected';
  for (const part of [visibleText(mail.html), mail.text]) {
    expect(part).toContain('Hello Ada,');
    expect(part).toContain(said);
    expect(part.includes('Twice the budget')).toBe(isDecided);
    expect(part).toContain(props.url);
    expect(part).toContain('Where to turn');
  }
});

test('a decision without a note has no line for one', () => {
  expect(renderApprovalEmail({ ...props, kind: 'approved', note: null }).text).not.toContain(
    'Note',
  );
});

test.each(hostileTexts)('%s arrives as typed in a note, and adds no header', (_, text) => {
  const hostile = { ...props, kind: 'rejected' as const, note: text, companyName: text };
  const mail = renderApprovalEmail(hostile);
  const twin = renderApprovalEmail({ ...hostile, note: harmlessTwin(text) });
  expect(visibleText(mail.html)).toContain(text);
  expect(mail.text).toContain(`Note:\n${text}`);
  expect(mail.subject).not.toMatch(/[\r\n]/);
  expect(structure(mail.html)).toEqual(structure(twin.html));
});
