import { TOTP } from 'otpauth';
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
import { findStep, readCode } from './one-time-codes';

const cleanUp = useCleanUp();
const PASSWORD = 'three quiet green owls';
let databases: TestDatabases;
let api: TestApi;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
});

afterAll(() => expect(api.logged).toEqual([]));

let count = 0;

async function makePerson() {
  const email = `person${(count += 1)}@totp.example`;
  await makeCompany(databases.platformDb, { admin: { email, password: PASSWORD } });
  return { email, password: PASSWORD };
}

interface SwitchedOn {
  credentials: { email: string; password: string };
  person: PersonClient;
  secret: string;
  recoveryCodes: string[];
}

async function switchOn(): Promise<SwitchedOn> {
  const credentials = await makePerson();
  const person = await signInPerson(api.url, credentials);
  const begun = await person.call<{ secret: string }>('auth.beginTotp', { password: PASSWORD });
  const { secret } = begun.data;
  // The code of the step before, so that the one of now is left for what follows.
  const code = codeOf(secret, -1);
  const confirmed = await person.call<{ recoveryCodes: string[] }>('auth.confirmTotp', { code });
  expect(confirmed.status).toBe(200);
  return { credentials, person, secret, recoveryCodes: confirmed.data.recoveryCodes };
}

function codeOf(secret: string, steps = 0): string {
  return new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });
}

/** Gives the password, and is then asked for the code. */
async function beginSignIn(credentials: object): Promise<PersonClient> {
  const person = await signInPerson(api.url);
  const begun = await person.call('auth.signIn', credentials);
  expect(begun.data).toEqual({ totpRequired: true });
  expect((await person.ask('auth.whoAmI')).status).toBe(401);
  return person;
}

test('codes are those of RFC 6238, appendix B, one step early and late', () => {
  // The RFC's secret in base32; its codes have eight digits, of which ours are the last six.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  for (const [seconds, code] of [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ] as const) {
    const step = Math.floor(seconds / 30);
    for (const late of [-30, 0, 30]) {
      expect(findStep(secret, code, (seconds + late) * 1_000)).toBe(step);
    }
    for (const late of [-90, 90]) {
      expect(findStep(secret, code, (seconds + late) * 1_000)).toBeUndefined();
    }
  }
});

test.each<[string, object | undefined]>([
  ['123456', { totp: '123456' }],
  [' 123 456 ', { totp: '123456' }],
  ['K3F97HMQ2XWDVB4T', { recovery: 'k3f9-7hmq-2xwd-vb4t' }],
  ['k3f9 7hmq 2xwd vb4t', { recovery: 'k3f9-7hmq-2xwd-vb4t' }],
  ['O3F9-7HMQ-2XWD-VB4I', { recovery: '03f9-7hmq-2xwd-vb41' }],
  ['12345', undefined],
  ['1234567', undefined],
  ['١٢٣٤٥٦', undefined],
  ['', undefined],
])('%j is read as %j', (typed, code) => {
  expect(readCode(typed)).toEqual(code);
});

test('who has a second factor signs in with password and code, and not with one of them', async () => {
  const { credentials, secret } = await switchOn();
  const person = await beginSignIn(credentials);
  const signedIn = await person.call('auth.signInTotp', { code: codeOf(secret) });
  expect(signedIn.data).toEqual({ usedRecoveryCode: false });
  const me = await person.ask<object>('auth.whoAmI');
  expect(me.data).toMatchObject({ email: credentials.email, totpEnabled: true });
  const stranger = await signInPerson(api.url);
  expect((await stranger.call('auth.signInTotp', { code: codeOf(secret) })).error?.code).toBe(
    'sign_in_expired',
  );
});

test('a code works once, also when two use it at the same moment', async () => {
  const { credentials, secret } = await switchOn();
  const [first, second] = [await beginSignIn(credentials), await beginSignIn(credentials)];
  const code = codeOf(secret);
  const both = await Promise.all(
    [first, second].map((person) => person.call('auth.signInTotp', { code })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
  const third = await beginSignIn(credentials);
  expect((await third.call('auth.signInTotp', { code })).error?.code).toBe('wrong_code');
  // Nor does the one that switched it on, though its step is still in the window.
  const older = await third.call('auth.signInTotp', { code: codeOf(secret, -1) });
  expect(older.error?.code).toBe('wrong_code');
  expect((await third.call('auth.signInTotp', { code: codeOf(secret, 1) })).status).toBe(200);
});

test('a recovery code works once, and ten new ones take the place of all before', async () => {
  const { credentials, person, recoveryCodes } = await switchOn();
  expect(new Set(recoveryCodes).size).toBe(10);
  const again = await beginSignIn(credentials);
  const code = recoveryCodes[0]!.toUpperCase().replaceAll('-', ' ');
  expect((await again.call('auth.signInTotp', { code })).data).toEqual({ usedRecoveryCode: true });
  const third = await beginSignIn(credentials);
  expect((await third.call('auth.signInTotp', { code })).error?.code).toBe('wrong_code');
  expect((await person.ask('auth.getTotp')).data).toEqual({ enabled: true, recoveryCodesLeft: 9 });
  const renewed = await person.call<{ recoveryCodes: string[] }>('auth.renewRecoveryCodes', {
    password: PASSWORD,
  });
  expect((await third.call('auth.signInTotp', { code: recoveryCodes[1] })).status).toBe(422);
  const [newCode] = renewed.data.recoveryCodes;
  expect((await third.call('auth.signInTotp', { code: newCode })).status).toBe(200);
});

test('guesses are throttled over all sign-ins of the person', async () => {
  const { credentials, secret } = await switchOn();
  const statuses: number[] = [];
  for (let n = 0; n < 10; n += 1) {
    const person = n % 5 === 0 ? await beginSignIn(credentials) : undefined;
    guesser = person ?? guesser;
    statuses.push((await guesser!.call('auth.signInTotp', { code: '000000' })).status);
  }
  const right = await (
    await beginSignIn(credentials)
  ).call('auth.signInTotp', { code: codeOf(secret) });
  expect([right.status, Number(right.headers.get('retry-after')) > 0]).toEqual([429, true]);
  expect(new Set(statuses)).toEqual(new Set([422]));
});
let guesser: PersonClient | undefined;

test('switching it on takes the password and a code, and ends the sessions without it', async () => {
  const credentials = await makePerson();
  const [person, elsewhere] = [
    await signInPerson(api.url, credentials),
    await signInPerson(api.url, credentials),
  ];
  const wrong = await person.call('auth.beginTotp', { password: 'wrong' });
  expect(wrong.error).toMatchObject({ code: 'wrong_password', issues: [{ path: 'password' }] });
  const begun = await person.call<{ secret: string; uri: string; qrCode: string }>(
    'auth.beginTotp',
    { password: PASSWORD },
  );
  const { secret, uri, qrCode } = begun.data;
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(uri).toContain(`otpauth://totp/Bestow:${encodeURIComponent(credentials.email)}`);
  expect(qrCode).toMatch(/^data:image\/svg\+xml;base64,/);
  // Begun only: the password alone signs in.
  expect((await signInPerson(api.url, credentials)).ask).toBeDefined();
  const refused = await person.call('auth.confirmTotp', { code: '12345' });
  expect(refused.error).toMatchObject({ code: 'wrong_code', issues: [{ path: 'code' }] });
  expect((await person.call('auth.confirmTotp', { code: codeOf(secret) })).status).toBe(200);
  expect((await elsewhere.ask('auth.whoAmI')).status).toBe(401);
  expect((await person.ask('auth.whoAmI')).status).toBe(200);
  for (const again of ['auth.beginTotp', 'auth.confirmTotp']) {
    const input = again === 'auth.beginTotp' ? { password: PASSWORD } : { code: codeOf(secret) };
    expect((await person.call(again, input)).error?.code).toBe('totp_already_enabled');
  }
  const [stored] = await rowsOf<{ encrypted: Buffer }>(
    databases.platformDb,
    'SELECT encrypted FROM totp_secrets ORDER BY created_at DESC LIMIT 1',
  );
  expect(stored!.encrypted.toString('latin1')).not.toContain(secret);
});

test('it is switched off by the password, and its recovery codes are gone', async () => {
  const { credentials, person } = await switchOn();
  expect((await person.call('auth.endTotp', { password: 'wrong' })).error?.code).toBe(
    'wrong_password',
  );
  expect((await person.call('auth.endTotp', { password: PASSWORD })).status).toBe(200);
  expect((await person.call('auth.endTotp', { password: PASSWORD })).error?.code).toBe(
    'totp_not_enabled',
  );
  expect((await person.ask('auth.getTotp')).data).toEqual({ enabled: false, recoveryCodesLeft: 0 });
  expect((await signInPerson(api.url, credentials)).ask).toBeDefined();
});

test('a password that was changed ends a sign-in that waits for its code', async () => {
  const { credentials, person, secret } = await switchOn();
  const waiting = await beginSignIn(credentials);
  const change = { currentPassword: PASSWORD, newPassword: 'four noisy yellow owls' };
  expect((await person.call('auth.changePassword', change)).status).toBe(200);
  const late = await waiting.call('auth.signInTotp', { code: codeOf(secret) });
  expect(late.error?.code).toBe('sign_in_expired');
});
