import { harmlessTwin, hostileTexts } from './hostile-texts';
import { structure, visibleText } from './html-reader';
import { renderWebhookEmail, type WebhookEmailProps } from './webhook-email';

const props: WebhookEmailProps = {
  reason: 'gone',
  name: 'Ada',
  companyName: 'Acme',
  endpointUrl: 'https://hooks.acme.example/bestow',
  disabledAt: new Date('2027-01-02T03:04:05Z'),
  url: 'https://bestow.example/settings/webhooks',
  help: {
    supportEmail: 'support@bestow.example',
    whatsapp: '+1 555 010 0199',
    ticketUrl: 'https://bestow.example/help',
  },
};

test.each([
  ['gone', 'It answered 410 Gone'],
  ['failing', 'For five days nothing'],
] as const)(
  'an endpoint that is %s: the mail says which one, since when and why',
  (reason, why) => {
    const mail = renderWebhookEmail({ ...props, reason });
    expect(mail.subject).toBe('A webhook endpoint was disabled: Acme');
    for (const text of [mail.text, visibleText(mail.html)]) {
      expect(text).toContain('https://hooks.acme.example/bestow');
      expect(text).toContain('2 January 2027 at 03:04 UTC');
      expect(text).toContain(why);
      expect(text).toContain('enable the endpoint');
    }
    expect(mail.html).toContain('href="https://bestow.example/settings/webhooks"');
  },
);

test.each(hostileTexts)('%s as a name changes nothing of the form', (_, hostile) => {
  const mail = (name: string) => structure(renderWebhookEmail({ ...props, name }).html);
  expect(mail(hostile)).toEqual(mail(harmlessTwin(hostile)));
});
