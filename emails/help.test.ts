import { helpLinks } from './help';

const help = {
  supportEmail: 'help@bestow.example',
  whatsapp: '+1 555 010 0199',
  ticketUrl: 'https://bestow.example/help',
};

test.each([
  ['help@bestow.example', 'mailto:help@bestow.example'],
  ['a+b@bestow.example', 'mailto:a%2Bb@bestow.example'],
  ['a?bcc=x&y@bestow.example', 'mailto:a%3Fbcc%3Dx%26y@bestow.example'],
])('a click writes to %s and to nobody else', (supportEmail, url) => {
  expect(helpLinks({ ...help, supportEmail }).supportEmailUrl).toBe(url);
});

test.each([
  ['+1 555 010 0199', 'https://wa.me/15550100199'],
  ['+91 (22) 5550-1234', 'https://wa.me/912255501234'],
])('the chat with %s is addressed by its digits', (whatsapp, url) => {
  expect(helpLinks({ ...help, whatsapp }).whatsappUrl).toBe(url);
});
