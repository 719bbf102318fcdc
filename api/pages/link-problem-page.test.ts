import { visibleText } from '../../emails/html-reader';
import { linkProblemPage } from './link-problem-page';

const help = {
  supportEmail: 'support@bestow.example',
  whatsapp: '+1 555 010 0199',
  ticketUrl: 'https://bestow.example/help',
};

test.each([
  ['link_expired', 'This link cannot be used', 'Ask the company that invited you'],
  ['link_used', 'This link cannot be used', 'Open your wallet'],
  ['not_found', 'This link cannot be used', 'Open the link in the e-mail again'],
  ['sign_in', 'This link cannot be used', 'Ask for a new one'],
  ['registered_with_another_company', 'You cannot register with this link', 'An address belongs'],
] as const)('%s: says that, why, and what to do next', (problem, title, nextAction) => {
  const html = linkProblemPage({ language: 'en', problem, help });
  const text = visibleText(html);
  expect(html).toContain(`<title>${title} · Bestow</title>`);
  expect(text).toContain(title);
  expect(text).toContain(`What to do: ${nextAction}`);
});
