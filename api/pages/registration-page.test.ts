import { attributeValues, visibleText } from '../../emails/html-reader';
import { registrationPage } from './registration-page';

const props = {
  language: 'en' as const,
  companyName: 'Acme',
  recipientName: 'Priya',
  points: 1250,
  citation: 'Ten years.\nThank you!',
  email: 'priya@example.org',
  expiresAt: new Date('2026-12-24T09:30:00Z'),
  formAction: '/register/abc',
  help: {
    supportEmail: 'support@bestow.example',
    whatsapp: '+1 555 010 0199',
    ticketUrl: 'https://bestow.example/help',
  },
};

test('says who sends how many points, to whom, why and until when', () => {
  const text = visibleText(registrationPage(props));
  expect(text).toContain('1,250 points\n\nfrom Acme');
  expect(text).toContain('Ten years.\nThank you!\n');
  expect(text).toContain('priya@example.org');
  expect(text).toMatch(/until 24 December 2026.{1,4}09:30 UTC/);
});

test('in German it says the same, with German numbers and dates', () => {
  const html = registrationPage({ ...props, language: 'de' });
  const text = visibleText(html);
  expect(html).toContain('<title>1.250 Punkte für Sie · Bestow</title>');
  expect(text).toContain('Für Sie liegen bereit\n\n1.250 Punkte\n\nvon Acme');
  expect(text).toContain('Die Punkte sind für priya@example.org zurückgelegt.');
  expect(text).toContain('Ten years.\nThank you!\n');
  expect(text).toMatch(/gilt bis zum 24\. Dezember 2026.{1,4}09:30 UTC;/);
  expect(visibleText(registrationPage({ ...props, language: 'de', points: 1 }))).toContain(
    'Registrieren und 1 Punkt erhalten\n',
  );
});

test('R4: says that opening it did nothing, and what the button does', () => {
  const text = visibleText(registrationPage(props));
  expect(text).toContain('Opening this page did nothing yet');
  expect(text).toContain('Register and receive 1,250 points');
  expect(visibleText(registrationPage({ ...props, points: 1 }))).toContain('receive 1 point\n');
});

test('asks for the name that was sent, required, at most 200 characters', () => {
  const html = registrationPage(props);
  expect(html).toMatch(/<input id="name" name="name" [^>]*value="Priya" required maxlength="200"/);
  expect(attributeValues(html, 'form', 'action')).toEqual(['/register/abc']);
});

test('a problem is said first in the title, announced, and tied to the field', () => {
  const html = registrationPage({ ...props, problem: 'Type your name.' });
  expect(html).toContain('<title>Not registered yet');
  expect(html).toContain('<p class="problem" id="problem" role="alert">Type your name.</p>');
  expect(html).toMatch(/<input id="name" [^>]*aria-invalid="true" aria-describedby="problem">/);
});

test('without a problem there is no trace of one', () => {
  expect(registrationPage(props)).not.toMatch(/problem|aria-invalid/);
});

test('without a citation there is no empty place for one', () => {
  expect(registrationPage({ ...props, citation: null })).not.toMatch(/Citation|blockquote|null/);
});
