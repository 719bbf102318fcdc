import { attributeValues, visibleText } from '../../emails/html-reader';
import { walletPage } from './wallet-page';

const props = {
  recipientName: 'Priya',
  companyName: 'Acme',
  balancePoints: 1251,
  rewards: [
    {
      points: 1250,
      citation: 'Ten years.\n\nThank you!',
      companyName: 'Acme',
      receivedAt: new Date('2026-12-31T23:59:59Z'),
    },
    {
      points: 1,
      citation: null,
      companyName: 'Acme',
      receivedAt: new Date('2026-01-01T00:00:00Z'),
    },
  ],
  signOutAction: '/wallet/sign-out',
  help: {
    supportEmail: 'support@bestow.example',
    whatsapp: '+1 555 010 0199',
    ticketUrl: 'https://bestow.example/help',
  },
};

test('shows the balance and every reward with its points, sender, day and citation', () => {
  const html = walletPage(props);
  const text = visibleText(html);
  expect(text).toContain('1,251 points');
  expect(text).toContain('1,250 points\n');
  expect(text).toContain('from Acme, 31 December 2026');
  expect(text).toContain('Ten years.\n\nThank you!\n');
  expect(text).toContain('1 point\n');
  expect(attributeValues(html, 'time', 'datetime')).toEqual([
    '2026-12-31T23:59:59.000Z',
    '2026-01-01T00:00:00.000Z',
  ]);
});

test('a reward without a citation has no empty place for one', () => {
  expect(walletPage(props).match(/<blockquote /g)).toHaveLength(1);
});

test('an empty wallet says what will be there', () => {
  const text = visibleText(walletPage({ ...props, balancePoints: 0, rewards: [] }));
  expect(text).toContain('0 points');
  expect(text).toContain('Nothing yet. When Acme sends you points, they appear here');
});

test('signing out is a form, so that a link elsewhere cannot do it', () => {
  expect(attributeValues(walletPage(props), 'form', 'action')).toEqual(['/wallet/sign-out']);
});
