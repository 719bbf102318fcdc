import { harmlessTwin, hostileTexts } from './hostile-texts';
import { attributeValues, structure, visibleText } from './html-reader';
import { renderTicketEmail, type TicketEmailProps } from './ticket-email';

const props: TicketEmailProps = {
  kind: 'answer',
  number: 1042,
  subject: 'It did not arrive',
  toName: 'Priya',
  text: 'It is on its way.\nSorry for the wait!',
  dueAt: new Date('2026-12-24T09:30:00Z'),
  url: 'https://bestow.example/help',
  help: {
    supportEmail: 'support@bestow.example',
    whatsapp: '+1 555 010 0199',
    ticketUrl: 'https://bestow.example/help',
  },
};

test.each<[TicketEmailProps['kind'], string | null, string, string]>([
  ['answer', props.text, 'Answer to your ticket T-1042: It did not arrive', 'Support has answered'],
  ['warning', null, 'Answer due: ticket T-1042: It did not arrive', '24 December 2026 at 09:30'],
  ['breach', null, 'Answer missed: ticket T-1042: It did not arrive', 'urgent now'],
])('%s: subject, both parts and the link say what it is about', (kind, text, subject, lead) => {
  const mail = renderTicketEmail({ ...props, kind, text });
  expect(mail.subject).toBe(subject);
  for (const part of [visibleText(mail.html), mail.text]) {
    expect(part).toContain('T-1042');
    expect(part).toContain('Hello Priya,');
    expect(part).toContain(lead);
    expect(part).toContain(text ?? props.subject);
    expect(part).toContain('Where to turn');
  }
  expect(attributeValues(mail.html, 'a', 'href')[0]).toBe(props.url);
});

test.each(hostileTexts)('%s arrives as typed in name, subject and answer', (_, text) => {
  const subject = text.replaceAll('\n', ' ');
  const mail = renderTicketEmail({ ...props, toName: subject, subject, text });
  const harmless = harmlessTwin(subject);
  const twin = renderTicketEmail({
    ...props,
    toName: harmless,
    subject: harmless,
    text: harmlessTwin(text),
  });
  expect(mail.subject).not.toMatch(/[\r\n]/);
  expect(mail.text).toContain(text);
  expect(visibleText(mail.html)).toContain(`Hello ${subject},`);
  expect(structure(mail.html)).toEqual(structure(twin.html));
});
