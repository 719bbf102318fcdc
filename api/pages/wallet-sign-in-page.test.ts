import { attributeValues, visibleText } from '../../emails/html-reader';
import { walletSignInPage } from './wallet-sign-in-page';

const props = {
  language: 'en' as const,
  formAction: '/wallet/sign-in',
  sent: false,
  help: {
    supportEmail: 'support@bestow.example',
    whatsapp: '+1 555 010 0199',
    ticketUrl: 'https://bestow.example/help',
  },
};

test('asks for the e-mail address', () => {
  const html = walletSignInPage(props);
  expect(html).toMatch(/<input id="email" name="email" type="email" value="" required/);
  expect(attributeValues(html, 'form', 'action')).toEqual(['/wallet/sign-in']);
  expect(visibleText(html)).not.toContain('on its way');
});

test.each([
  ['priya@example.org', 'If priya@example.org has a wallet, a link is on its way'],
  [undefined, 'If that address has a wallet, a link is on its way'],
])('once sent to %s, it tells nobody who has a wallet', (email, sentence) => {
  const text = visibleText(walletSignInPage({ ...props, sent: true, email }));
  expect(text).toContain(`${sentence}, valid 15 minutes.`);
});

test('a refused address stands in the field again, with the problem tied to it', () => {
  const html = walletSignInPage({ ...props, email: 'priya@', problem: 'That is no address.' });
  expect(html).toContain('<title>Not sent yet');
  expect(html).toContain('role="alert">That is no address.</p>');
  expect(html).toMatch(/value="priya@" [^>]*aria-invalid="true" aria-describedby="problem">/);
});
