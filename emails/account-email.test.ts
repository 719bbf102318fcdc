import { type AccountEmailProps, renderAccountEmail } from './account-email';
import { harmlessTwin, hostileTexts } from './hostile-texts';
import { attributeValues, structure, visibleText } from './html-reader';

const help = {
  supportEmail: 'support@bestow.example',
  whatsapp: '+1 555 010 0199',
  ticketUrl: 'https://bestow.example/help',
};
const url = 'https://bestow.example/invitation/abc';

const invitation: AccountEmailProps = {
  ...{ kind: 'invitation', url, help, role: 'approver' },
  ...{ companyName: 'Acme', inviterName: 'Ada', expiresAt: new Date('2027-01-02T03:04:05Z') },
};
const reset: AccountEmailProps = { kind: 'reset', name: 'Ada', expiresInMinutes: 60, url, help };
const welcome: AccountEmailProps = {
  ...{ kind: 'welcome', name: 'Ada', url, help },
  expiresAt: new Date('2027-01-02T03:04:05Z'),
};
const changed: AccountEmailProps = {
  ...{ kind: 'password_changed', name: 'Ada', url, help },
  at: new Date('2027-01-02T03:04:05Z'),
};

test.each<[AccountEmailProps, subject: string, said: string]>([
  [invitation, 'Join Acme on Bestow', 'Ada invites you to Acme. As an approver you send points'],
  [invitation, 'Join Acme on Bestow', 'The link works once, until 2 January 2027 at 03:04 UTC.'],
  [reset, 'Set a new password', 'The link works once, within 60 minutes.'],
  [welcome, 'Welcome to Bestow', 'The link works once, until 2 January 2027 at 03:04 UTC.'],
  [changed, 'Your password was changed', 'It was changed on 2 January 2027 at 03:04 UTC'],
])('%j: both parts say what it is about, the link, and where to turn', (props, subject, said) => {
  const mail = renderAccountEmail(props);
  expect(mail.subject).toBe(subject);
  for (const part of [visibleText(mail.html), mail.text]) {
    expect(part).toContain(said);
    expect(part).toContain(url);
    expect(part).toContain('Where to turn');
    expect(part).toContain(help.supportEmail);
  }
  expect(attributeValues(mail.html, 'a', 'href')).toContain(url);
});

test.each(hostileTexts)('%s arrives as typed in names, and adds no header', (_, text) => {
  const twin = harmlessTwin(text);
  for (const [typed, harmless] of [
    [
      { ...invitation, companyName: text, inviterName: text },
      { ...invitation, companyName: twin, inviterName: twin },
    ],
    [
      { ...reset, name: text },
      { ...reset, name: twin },
    ],
  ] as const) {
    const mail = renderAccountEmail(typed);
    expect(visibleText(mail.html)).toContain(text);
    expect(mail.text).toContain(text);
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(structure(mail.html)).toEqual(structure(renderAccountEmail(harmless).html));
  }
});
