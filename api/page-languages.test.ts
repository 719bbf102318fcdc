import { useCleanUp } from '../test/support/clean-up';
import { openTestDatabases, startTestApi, type TestApi } from '../test/support/company';

/** The pages that mails lead to are in the language of their reader (RFC 9110 section 12.5.4). */

const cleanUp = useCleanUp();
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi(cleanUp, await openTestDatabases(cleanUp));
});

afterAll(() => expect(api.logged).toEqual([]));

async function ask(path: string, language: string | undefined, form?: Record<string, string>) {
  const response = await fetch(api.url + path, {
    // Without the header, fetch would say that any language will do.
    headers: { 'accept-language': language ?? '' },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  const html = await response.text();
  return {
    status: response.status,
    html,
    lang: /<html lang="([^"]*)"/.exec(html)?.[1],
    contentLanguage: response.headers.get('content-language'),
    vary: response.headers.get('vary'),
  };
}

test.each<[header: string | undefined, language: string]>([
  ['de', 'de'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['en-GB,en;q=0.9,de;q=0.8', 'en'],
  ['en;q=0.3, DE-ch;q=0.7', 'de'],
  ['fr, de;q=0.5', 'de'],
  ['fr', 'en'],
  ['de;q=0', 'en'],
  ['*', 'en'],
  [undefined, 'en'],
  ['de;q=much, ,;;', 'en'],
])('who accepts %s reads %s', async (header, language) => {
  const page = await ask('/wallet', header);
  expect(page).toMatchObject({ status: 200, lang: language, contentLanguage: language });
  expect(page.vary).toMatch(/(^|, )Accept-Language(,|$)/i);
});

test.each<[path: string, status: number, text: string, form: Record<string, string> | undefined]>([
  ['/register/no-such-token', 404, 'Dieser Link ist keiner von uns', undefined],
  ['/register/no-such-token', 404, 'Dieser Link ist keiner von uns', { name: 'Priya' }],
  ['/activate/no-such-token', 404, 'Dieser Link ist keiner von uns', undefined],
  ['/wallet/sign-in', 200, 'Sie wurden nach einer Weile abgemeldet', undefined],
  ['/wallet/sign-in/token', 200, 'Der Link gilt einmal.', undefined],
  ['/wallet/sign-in/token', 410, 'Dieser Anmeldelink ist abgelaufen', {}],
  ['/wallet', 200, 'ist ein Link unterwegs', { email: 'nobody@languages.example' }],
  ['/wallet', 422, 'Berichtigen Sie die Adresse', { email: 'nobody@' }],
  ['/help', 200, 'innerhalb von 24 Stunden', undefined],
  ['/help', 422, 'Schreiben Sie in höchstens 5.000 Zeichen', { email: 'a@languages.example' }],
  ['/help', 201, 'Wir haben Ihre Nachricht', { email: 'a@languages.example', text: 'Hallo' }],
  ['/help/tickets/none/token', 404, 'Dieser Link ist keiner von uns', undefined],
  ['/nothing/here', 404, 'Unter dieser Adresse gibt es nichts.', undefined],
])('%s answers %i in German: %s', async (path, status, text, form) => {
  const page = await ask(path, 'de', form);
  expect(page).toMatchObject({ status, lang: 'de', contentLanguage: 'de' });
  expect(page.html).toContain(text);
  const english = await ask(path, 'en', form);
  expect(english).toMatchObject({ lang: 'en', contentLanguage: 'en' });
});
