import { harmlessTwin, hostileTexts } from './hostile-texts';
import { attributeValues, structure, visibleText } from './html-reader';
import { renderSignInEmail } from './sign-in-email';

const props = {
  recipientName: 'Priya',
  url: 'https://bestow.example/wallet/sign-in?token=a.b-c&x=1',
  expiresInMinutes: 15,
  help: {
    supportEmail: 'support@bestow.example',
    whatsapp: '+1 555 010 0199',
    ticketUrl: 'https://bestow.example/help',
  },
};

test('both parts carry the link, how long it works, and what to do when it was not asked for', () => {
  const mail = renderSignInEmail(props);
  expect(mail.subject).toBe('Sign in to your wallet');
  for (const part of [visibleText(mail.html), mail.text]) {
    expect(part).toContain('Hello Priya,');
    expect(part).toContain(props.url);
    expect(part).toContain('The link works once, within 15 minutes.');
    expect(part).toContain('If you did not ask for this link, ignore this mail');
  }
  expect(attributeValues(mail.html, 'a', 'href').slice(0, 2)).toEqual([props.url, props.url]);
});

test('one minute is not "1 minutes"', () => {
  expect(renderSignInEmail({ ...props, expiresInMinutes: 1 }).text).toContain('within 1 minute.');
});

test('R16: where to turn is in both parts', () => {
  const mail = renderSignInEmail(props);
  for (const part of [visibleText(mail.html), mail.text]) {
    expect(part).toContain('Where to turn');
    expect(part).toContain(props.help.supportEmail);
    expect(part).toContain(props.help.whatsapp);
  }
  expect(mail.text).toContain(props.help.ticketUrl);
  expect(attributeValues(mail.html, 'a', 'href')).toContain(props.help.ticketUrl);
});

test.each(hostileTexts)('%s arrives as typed in a name and a link', (_, text) => {
  const url = `https://bestow.example/?token=${text}`;
  const mail = renderSignInEmail({ ...props, recipientName: text, url });
  const twin = renderSignInEmail({ ...props, recipientName: harmlessTwin(text) });
  expect(visibleText(mail.html)).toContain(`Hello ${text},`);
  expect(mail.text).toContain(`Hello ${text},`);
  expect(attributeValues(mail.html, 'a', 'href')[0]).toBe(url);
  expect(structure(mail.html)).toEqual(structure(twin.html));
});
