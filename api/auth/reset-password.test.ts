import { rowsOf } from '../../db/pool';
import { useCleanUp } from '../../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestDatabases,
} from '../../test/support/company';
import { type PersonClient, signInPerson } from '../../test/support/person-client';
import { type SmtpSink, startSmtpSink } from '../../test/support/smtp-sink';
import { waitFor } from '../../test/support/wait-for';

const cleanUp = useCleanUp();
const PASSWORD = 'three quiet green owls';
const ANOTHER = 'four noisy yellow owls';
let databases: TestDatabases;
let sink: SmtpSink;
let api: TestApi;
let nobody: PersonClient;

beforeAll(async () => {
  sink = await startSmtpSink();
  cleanUp(() => sink.stop());
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases, { smtpUrl: sink.smtpUrl });
  nobody = await signInPerson(api.url);
});

afterAll(() => expect(api.logged).toEqual([]));

let count = 0;

async function makePerson() {
  const email = `person${(count += 1)}@reset.example`;
  await makeCompany(databases.platformDb, { admin: { email, password: PASSWORD } });
  return { email, password: PASSWORD };
}

async function askForLink(email: string): Promise<string> {
  const before = (await linksTo(email)).length;
  expect((await nobody.call('auth.forgotPassword', { email })).data).toEqual({ sent: true });
  return await waitFor('the mail with the link', async () => (await linksTo(email))[before]);
}

/** The tokens of the links that were mailed: what tells of a new password may come at any moment. */
async function linksTo(email: string): Promise<string[]> {
  const mails = await Promise.all(sink.mailsTo(email).map((mail) => mail.read()));
  return mails
    .filter(({ subject }) => subject === 'Set a new password')
    .map(({ text }) => /\/reset-password\/([\w-]{43})/.exec(text)![1]!);
}

const reset = (token: string, password = ANOTHER) =>
  nobody.call('auth.resetPassword', { token, password });

test('a link of a mail sets a new password once, ends every session, and says so by mail', async () => {
  const credentials = await makePerson();
  const signedIn = await signInPerson(api.url, credentials);
  const token = await askForLink(credentials.email);
  const stored = await rowsOf<object>(databases.platformDb, 'SELECT * FROM password_resets');
  expect(JSON.stringify(stored)).not.toContain(token);
  const checked = await nobody.ask<object>('auth.checkReset', { token });
  expect(checked.data).toEqual({ email: credentials.email });
  expect((await reset(token)).data).toEqual({ email: credentials.email });
  expect((await signedIn.ask('auth.whoAmI')).status).toBe(401);
  expect((await nobody.call('auth.signIn', credentials)).status).toBe(401);
  await signInPerson(api.url, { ...credentials, password: ANOTHER });
  expect((await reset(token)).error?.code).toBe('reset_link_over');
  expect((await nobody.ask('auth.checkReset', { token })).error?.code).toBe('reset_link_over');
  await waitFor('the mail that tells of it', async () => {
    const mails = await Promise.all(sink.mailsTo(credentials.email).map((mail) => mail.read()));
    return mails.some(({ subject }) => subject === 'Your password was changed');
  });
});

test('a used link takes all others of the person with it; so does a changed password', async () => {
  const credentials = await makePerson();
  const [first, second] = [
    await askForLink(credentials.email),
    await askForLink(credentials.email),
  ];
  expect((await reset(second)).status).toBe(200);
  expect((await reset(first)).error?.code).toBe('reset_link_over');
  const third = await askForLink(credentials.email);
  const person = await signInPerson(api.url, { ...credentials, password: ANOTHER });
  await person.call('auth.changePassword', { currentPassword: ANOTHER, newPassword: PASSWORD });
  expect((await reset(third)).error?.code).toBe('reset_link_over');
});

test('two who use one link at once: one sets the password', async () => {
  const { email } = await makePerson();
  const token = await askForLink(email);
  const both = await Promise.all([reset(token), reset(token, 'five loud orange foxes')]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test('an unknown address is answered alike, and gets no mail', async () => {
  const { email } = await makePerson();
  const unknown = await nobody.call('auth.forgotPassword', { email: 'nobody@reset.example' });
  const known = await nobody.call('auth.forgotPassword', { email });
  expect([unknown.status, unknown.data]).toEqual([known.status, known.data]);
  await sink.readMailTo(email);
  expect(sink.mailsTo('nobody@reset.example')).toEqual([]);
});

test('a link that is too old, and one that is made up, do not work', async () => {
  const { email } = await makePerson();
  const token = await askForLink(email);
  await rowsOf(databases.platformDb, 'UPDATE password_resets SET expires_at = now()');
  for (const dead of [token, 'x', 'A'.repeat(43)]) {
    expect((await reset(dead)).error?.code).toBe('reset_link_over');
  }
});

test('a password that cannot be taken is told by field, and the link still works', async () => {
  const { email } = await makePerson();
  const token = await askForLink(email);
  const { error } = await reset(token, 'short');
  expect(error).toMatchObject({ code: 'password_too_short', issues: [{ path: 'password' }] });
  expect((await reset(token)).status).toBe(200);
});

test('an address is mailed five links in a quarter of an hour, known or not', async () => {
  const { email } = await makePerson();
  for (const address of [email, 'flooded@reset.example']) {
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      statuses.push((await nobody.call('auth.forgotPassword', { email: address })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  }
  // They go out after their answers: while there is a database.
  await waitFor('the five mails, and whatever else is under way', async () => {
    const [mails] = await rowsOf<{ links: number; unsent: number }>(
      databases.platformDb,
      `SELECT (count(*) FILTER (WHERE to_address = ?))::int AS links,
         (count(*) FILTER (WHERE sent_at IS NULL AND given_up_at IS NULL))::int AS unsent
       FROM access_mails`,
      [email],
    );
    return mails!.links === 5 && mails!.unsent === 0;
  });
});
