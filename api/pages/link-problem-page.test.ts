import { visibleText } from '../../emails/html-reader';
import { linkProblemPage } from './link-problem-page';

const help = {
  supportEmail: 'support@bestow.example',
  whatsapp: '+1 555 010 0199',
  ticketUrl: 'https://bestow.example/help',
};

test.each([
  ['link_expired', 'This link cannot be used'],
  ['link_used', 'This link cannot be used'],
  ['not_found', 'This link cannot be used'],
  ['registered_with_another_company', 'You cannot register with this link'],
] as const)('%s: says that, why, and what to do next', (code, title) => {
  const html = linkProblemPage({ code, message: 'The reason.', nextAction: 'The way.', help });
  const text = visibleText(html);
  expect(html).toContain(`<title>${title} · Bestow</title>`);
  expect(text).toContain(title);
  expect(text).toContain('The reason.');
  expect(text).toContain('What to do: The way.');
});
