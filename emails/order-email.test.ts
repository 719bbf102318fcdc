import { harmlessTwin, hostileTexts } from './hostile-texts';
import { structure, visibleText } from './html-reader';
import { type OrderEmailProps, renderOrderEmail } from './order-email';

const props: OrderEmailProps = {
  kind: 'placed',
  recipientName: 'Asha',
  orderNumber: 'O-1042',
  points: 1_250,
  items: [{ name: 'Water bottle', quantity: 2 }],
  attempt: null,
  attemptReason: null,
  creditNoteNumber: null,
  isLost: false,
  url: 'https://bestow.example/orders/1',
  help: {
    supportEmail: 'support@bestow.example',
    whatsapp: '+1 555 010 0199',
    ticketUrl: 'https://bestow.example/help',
  },
};
const credited = { creditNoteNumber: 'CN-000007' };

test.each<[change: Partial<OrderEmailProps>, subject: string, said: string]>([
  [{}, 'We have your order: order O-1042', '1,250 points were taken'],
  [{ kind: 'dispatched' }, 'Your parcel is on its way: order O-1042', 'up to three times'],
  [
    { kind: 'attempt_failed', attempt: 1, attemptReason: 'nobody_home' },
    'Your parcel could not be delivered: order O-1042',
    'correct it before the next attempt',
  ],
  [
    { kind: 'attempt_failed', attempt: 3, attemptReason: 'wrong_address' },
    'Your parcel goes back: order O-1042',
    'This was the third attempt',
  ],
  [{ kind: 'delivered' }, 'Your parcel was delivered: order O-1042', 'did not receive it'],
  [{ kind: 'returned', ...credited }, 'Your points are back: order O-1042', 'CN-000007'],
  [{ kind: 'returned', isLost: true, ...credited }, 'Your points are back: order O-1042', 'lost'],
  [{ kind: 'cancelled', ...credited }, 'Your order is cancelled: order O-1042', 'CN-000007'],
])('%j: both parts say what happened and what comes next', (change, subject, said) => {
  const mail = renderOrderEmail({ ...props, ...change });
  expect(mail.subject).toBe(subject);
  for (const part of [visibleText(mail.html), mail.text]) {
    expect(part).toContain('Hello Asha,');
    expect(part).toContain('2 × Water bottle');
    expect(part).toContain(said);
    expect(part).toContain(props.url);
    expect(part).toContain('Where to turn');
  }
});

test.each(hostileTexts)('%s arrives as typed in a name, and adds no header', (_, text) => {
  const mail = renderOrderEmail({ ...props, recipientName: text });
  const twin = renderOrderEmail({ ...props, recipientName: harmlessTwin(text) });
  expect(visibleText(mail.html)).toContain(`Hello ${text},`);
  expect(mail.text).toContain(`Hello ${text},`);
  expect(mail.subject).not.toMatch(/[\r\n]/);
  expect(structure(mail.html)).toEqual(structure(twin.html));
});
