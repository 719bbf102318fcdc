import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findUnsentAccessMail, listUnsentAccessMails } from '../db/access-mails';
import { getBalance } from '../db/ledger';
import { createLinkTokens } from '../db/link-tokens';
import { findPlatformKey } from '../db/platform-keys';
import { listPlatformPeople } from '../db/platform-people';
import { rowsOf } from '../db/pool';
import { listUnsentMails, tendTicket } from '../db/tend-ticket';
import { composeAccessMail } from '../emails/access-mail';
import { CHECKOUT } from './support/checkout';
import { useCleanUp } from './support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  PUBLIC_URL,
  startTestApi,
  type TestApi,
  type TestDatabases,
} from './support/company';
import { type PersonClient, signInPerson } from './support/person-client';
import { type SmtpSink, startSmtpSink } from './support/smtp-sink';
import { waitFor } from './support/wait-for';

/** The commands as an operator runs them, each a process of its own, on a database without a demo. */
const cleanUp = useCleanUp();
const PASSWORD = 'three quiet green owls';
const SECRET = 'a secret of the commands, which is 32 characters or more';
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
  const admin = { email: 'taken@admin.example', password: PASSWORD };
  await makeCompany(databases.platformDb, { name: 'Taken & Co', admin });
});

afterAll(() => expect(api.logged).toEqual([]));

interface Told {
  code: number;
  stdout: string;
  stderr: string;
}

async function tell(command: string, ...args: string[]): Promise<Told> {
  const file = path.join(CHECKOUT, 'dist', 'db', `${command}-command.js`);
  const { databaseUrl: DATABASE_URL } = databases;
  const env = { DATABASE_URL, BESTOW_SECRET: SECRET, BESTOW_PUBLIC_URL: PUBLIC_URL };
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [file, ...args], { env })) };
  } catch (error) {
    return error as Told;
  }
}

async function succeed(command: string, ...args: string[]): Promise<string> {
  const told = await tell(command, ...args);
  expect(told).toMatchObject({ code: 0, stderr: '' });
  return told.stdout;
}

const tokenIn = (printed: string, page: string) =>
  new RegExp(`^${PUBLIC_URL}/${page}/([\\w-]{43})$`, 'm').exec(printed)?.[1] ?? '';

/** The mails that wait for the sweeper, as they would be sent, by whom they go to. */
async function waitingMails(): Promise<Record<string, { subject: string; text: string }>> {
  const db = databases.platformDb;
  const place = { publicUrl: PUBLIC_URL, supportEmail: 's@s.example', supportWhatsapp: '1' };
  const { tokenOf } = createLinkTokens(SECRET);
  const mails: Record<string, { subject: string; text: string }> = {};
  for (const id of await listUnsentAccessMails(db, { secondsAgo: 0, limit: 100 })) {
    const mail = await findUnsentAccessMail(db, id);
    if (!mail) continue;
    mails[mail.toAddress] = composeAccessMail(mail, { ...place, tokenOf, now: new Date() });
  }
  return mails;
}

const auditOf = (action: string) =>
  rowsOf<{ actor: string; companyId: string | null; before: object; after: object }>(
    databases.platformDb,
    `SELECT actor_kind || '/' || actor_id AS actor, company_id AS "companyId", before, after
     FROM audit_records WHERE action = ? ORDER BY id`,
    [action],
  );

describe('company', () => {
  test('create makes a company whose owner joins by the printed link, which waits as a mail too', async () => {
    const owner = 'olga@first.example';
    const options = ['--country', 'DE', '--time-zone', 'Europe/Berlin'];
    const printed = await succeed(
      'company',
      ...['create', '--name', 'First & Co', '--owner', owner, ...options],
    );
    const token = tokenIn(printed, 'invitation');
    const mail = (await waitingMails())[owner]!;
    expect(mail.subject).toBe('Join First & Co on Bestow');
    expect(mail.text).toContain(`${PUBLIC_URL}/invitation/${token}`);

    const found = await nobody.ask('auth.findInvitation', { token });
    expect(found.data).toEqual({ companyName: 'First & Co', email: owner, role: 'owner' });
    const person = await signInPerson(api.url);
    const joined = await person.call('auth.join', { token, name: 'Olga', password: PASSWORD });
    expect(joined.status).toBe(200);
    const me = await person.ask<{ company: { id: string }; role: string }>('auth.whoAmI');
    expect(me.data).toMatchObject({
      role: 'owner',
      company: { name: 'First & Co', country: 'DE', timeZone: 'Europe/Berlin' },
    });
    const companyId = me.data.company.id;
    expect(await getBalance(databases.platformDb, companyId)).toEqual({ balance: 0, held: 0 });
    expect(printed).toContain(companyId);
    expect(await succeed('company', 'list')).toMatch(
      new RegExp(`^${companyId}\\tFirst & Co\\tDE\\tEurope/Berlin\\t1\\t`, 'm'),
    );
    const actor = 'operator/command';
    expect(await auditOf('create_company')).toEqual([
      {
        ...{ actor, companyId, before: {} },
        after: { name: 'First & Co', country: 'DE', timeZone: 'Europe/Berlin' },
      },
    ]);
    expect(await auditOf('invite_admin')).toEqual([
      { actor, companyId, before: {}, after: { email: owner, role: 'owner' } },
    ]);
    const log = await person.ask<{ items: { action: string; by: object }[] }>('audit.list', {});
    expect(log.data.items.at(-1)).toMatchObject({ action: 'create_company' });
    expect(log.data.items.at(-1)!.by).toEqual({ kind: 'operator', name: null });
  });

  test('invite gives a company another owner, and an invitation that is open a new link', async () => {
    const create = ['create', '--name', 'Second', '--owner', 'a@second.example'];
    const first = await succeed('company', ...create);
    const companyId = /[\da-f-]{36}/.exec(first)![0];
    const invite = ['invite', '--company', companyId, '--owner', 'a@second.example'];
    const second = await succeed('company', ...invite);
    const old = await nobody.ask('auth.findInvitation', { token: tokenIn(first, 'invitation') });
    expect(old.error?.code).toBe('invitation_over');
    const token = tokenIn(second, 'invitation');
    expect((await nobody.ask('auth.findInvitation', { token })).status).toBe(200);
    const other = await succeed('company', ...invite.slice(0, -1), 'b@second.example');
    expect(tokenIn(other, 'invitation')).not.toBe('');
  });

  test.each([
    ['without a name', ['create', '--owner', 'x@wrong.example'], '--name'],
    ['with a name that is none', ['create', '--name', ' ', '--owner', 'x@wrong.example'], 'name'],
    ['with an address that is none', ['create', '--name', 'W', '--owner', 'x'], 'address'],
    [
      'with a country that is none',
      ['create', '--name', 'W', '--owner', 'x@wrong.example', '--country', 'ZZ'],
      'country',
    ],
    [
      'with a time zone that is none',
      ['create', '--name', 'W', '--owner', 'x@wrong.example', '--time-zone', 'Mars/North'],
      'time zone',
    ],
    [
      'for somebody who has an account',
      ['create', '--name', 'W', '--owner', 'Taken@Admin.example'],
      'account',
    ],
    [
      'of a name that is taken',
      ['create', '--name', 'taken & co', '--owner', 'x@wrong.example'],
      'name',
    ],
    ['with an act that is none', ['destroy'], 'create'],
  ])('nothing is made %s', async (_what, args, said) => {
    const count = () =>
      rowsOf(databases.platformDb, 'SELECT count(*) FROM companies, admin_invitations');
    const before = await count();
    const { code, stdout, stderr } = await tell('company', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
    expect(await count()).toEqual(before);
  });
});

describe('platform-person', () => {
  const email = 'Sven@support.example';

  const add = (name: string, address: string, role: string) =>
    succeed('platform-person', 'add', '--name', name, '--email', address, '--role', role);

  async function addAndSignIn(name: string, address: string, role: string) {
    const token = tokenIn(await add(name, address, role), 'reset-password');
    const set = await nobody.call('auth.resetPassword', { token, password: PASSWORD });
    expect(set.data).toEqual({ email: address });
    return signInPerson(api.url, { email: address, password: PASSWORD });
  }

  test('add makes a person who sets a password by the printed link, which waits as a mail too', async () => {
    const printed = await add('Sven', email, 'agent');
    const token = tokenIn(printed, 'reset-password');
    const mail = (await waitingMails())[email]!;
    expect(mail.subject).toBe('Welcome to Bestow');
    expect(mail.text).toContain(`${PUBLIC_URL}/reset-password/${token}`);
    await nobody.call('auth.resetPassword', { token, password: PASSWORD });
    const sven = await signInPerson(api.url, { email, password: PASSWORD });
    expect((await sven.ask('support.whoAmI')).data).toMatchObject({ name: 'Sven' });
    expect(await succeed('platform-person', 'list')).toContain(`${email}\tagent\tSven\t`);
    const actor = 'operator/command';
    expect(await auditOf('add_platform_person')).toMatchObject([
      { actor, companyId: null, before: {}, after: { name: 'Sven', email, role: 'agent' } },
    ]);
  });

  test.each([
    [
      'an address that somebody has',
      ['--name', 'S', '--email', 'sven@support.example', '--role', 'lead'],
    ],
    ['an address of an admin', ['--name', 'S', '--email', 'taken@admin.example', '--role', 'lead']],
    ['a role that is none', ['--name', 'S', '--email', 'new@support.example', '--role', 'owner']],
    ['no address', ['--name', 'S', '--role', 'lead']],
    ['no name', ['--email', 'new@support.example', '--role', 'lead']],
  ])('nobody is added with %s', async (_what, args) => {
    const before = await listPlatformPeople(databases.platformDb);
    expect(await tell('platform-person', 'add', ...args)).toMatchObject({ code: 2, stdout: '' });
    expect(await listPlatformPeople(databases.platformDb)).toEqual(before);
  });

  test('who is removed is out at once, gets no link, is given no ticket, and the address is free', async () => {
    const lead = await addAndSignIn('Lea', 'lea@support.example', 'lead');
    const gone = await addAndSignIn('Gus', 'gus@support.example', 'lead');
    const link = await askForLink('gus@support.example');
    const { data } = await lead.ask<{ id: string; name: string }[]>('support.agents');
    const { id } = data.find(({ name }) => name === 'Gus')!;
    const ticket = await openTicketOf(id);

    await succeed('platform-person', 'remove', 'GUS@support.example');

    expect((await gone.ask('support.whoAmI')).status).toBe(401);
    expect((await gone.ask('auth.whoAmI')).status).toBe(401);
    const again = { email: 'gus@support.example', password: PASSWORD };
    expect((await nobody.call('auth.signIn', again)).status).toBe(401);
    const agents = await lead.ask<{ name: string }[]>('support.agents');
    expect(agents.data.map(({ name }) => name)).not.toContain('Gus');
    const seen = await lead.ask<{ version: number; assignedTo: unknown }>('support.ticket', {
      id: ticket,
    });
    expect(seen.data.assignedTo).toBeNull();
    const given = await lead.call('support.assign', {
      ...{ id: ticket, version: seen.data.version, reason: 'Please look', agentId: id },
    });
    expect(given.status).toBe(404);
    const people = await listPlatformPeople(databases.platformDb);
    expect(people.map(([address]) => address)).not.toContain('gus@support.example');
    expect(await toldOfBreach()).toEqual(['lea@support.example']);
    expect(await auditOf('remove_platform_person')).toMatchObject([
      {
        ...{ actor: 'operator/command', companyId: null, after: {} },
        before: { id, name: 'Gus', email: 'gus@support.example', role: 'lead' },
      },
    ]);

    const dead = await nobody.ask('auth.checkReset', { token: link });
    expect(dead.error?.code).toBe('reset_link_over');
    await nobody.call('auth.forgotPassword', { email: 'gus@support.example' });
    await askForLink('lea@support.example');
    expect(await linksTo('gus@support.example')).toEqual([link]);

    const back = await addAndSignIn('Gus', 'gus@support.example', 'finance');
    expect((await back.ask('auth.whoAmI')).data).toMatchObject({ name: 'Gus', role: 'finance' });
  });

  test('a session that outlives a removal opens nothing', async () => {
    const ida = await addAndSignIn('Ida', 'ida@support.example', 'agent');
    const [kept] = await rowsOf<{ sid: string; sess: object; expire: Date }>(
      databases.platformDb,
      `SELECT s.* FROM sessions s JOIN support_agents a ON sess->>'agentId' = a.id::text
       WHERE a.name = 'Ida'`,
    );
    await succeed('platform-person', 'remove', 'ida@support.example');
    // As a request that was under way in that moment writes it again.
    await rowsOf(databases.platformDb, 'INSERT INTO sessions VALUES (?, ?::json, ?)', [
      ...[kept!.sid, JSON.stringify(kept!.sess), kept!.expire],
    ]);
    expect((await ida.ask('support.whoAmI')).status).toBe(401);
    expect((await ida.ask('auth.whoAmI')).status).toBe(401);
    expect((await ida.ask('auth.sessions')).status).toBe(401);
  });

  test('nobody who is not there can be removed', async () => {
    const told = await tell('platform-person', 'remove', 'nobody@support.example');
    expect(told).toMatchObject({ code: 2, stdout: '' });
  });

  async function askForLink(address: string): Promise<string> {
    await nobody.call('auth.forgotPassword', { email: address });
    return waitFor(`a link to ${address}`, async () => (await linksTo(address)).at(-1));
  }

  async function linksTo(address: string): Promise<string[]> {
    const mails = await Promise.all(sink.mailsTo(address).map((mail) => mail.read()));
    return mails.flatMap(({ subject, text }) =>
      subject === 'Set a new password' ? [/\/reset-password\/([\w-]{43})/.exec(text)![1]!] : [],
    );
  }

  /** A ticket of nobody's whose answer is due now. */
  async function openTicketOf(agentId: string | null): Promise<string> {
    const [made] = await rowsOf<{ id: string }>(
      databases.platformDb,
      `INSERT INTO tickets (subject, cause, opened_by, assigned_to, warn_at, due_at, warned_at)
       VALUES ('Help', 'other', 'recipient', ?, now(), now(), now()) RETURNING id`,
      [agentId],
    );
    return made!.id;
  }

  async function toldOfBreach(): Promise<string[]> {
    const id = await openTicketOf(null);
    await tendTicket(databases.platformDb, id, { supportEmail: 'support@support.example' });
    const mails = await listUnsentMails(databases.platformDb, id);
    return mails.map(({ toAddress }) => toAddress);
  }
});

describe('platform-key', () => {
  const read = (key: string) => findPlatformKey(databases.platformDb, key);

  test('create prints a key alone, with the act or, as before, without it', async () => {
    const keys = [
      await succeed('platform-key', 'create', '--name', 'Bank'),
      await succeed('platform-key', '--name', 'Ledger'),
    ];
    for (const key of keys) {
      expect(key).toMatch(/^bsp_[\w-]{43}\n$/);
      expect(await read(key.trim())).toMatchObject({ role: 'finance' });
    }
    const records = await auditOf('create_platform_key');
    expect(records.slice(-2)).toMatchObject([
      { actor: 'operator/command', after: { name: 'Bank', prefix: keys[0]!.slice(0, 10) } },
      { after: { name: 'Ledger' } },
    ]);
    expect(JSON.stringify(records)).not.toContain(keys[0]!.trim());
  });

  test('revoke ends one key, by what it begins with or its id, and no other', async () => {
    const [one, two] = [
      (await succeed('platform-key', 'create', '--name', 'One')).trim(),
      (await succeed('platform-key', 'create', '--name', 'Two')).trim(),
    ];
    await succeed('platform-key', 'revoke', one.slice(0, 10));
    expect(await read(one)).toBeUndefined();
    expect(await read(two)).toBeDefined();
    const list = await succeed('platform-key', 'list');
    expect(list).toMatch(new RegExp(`\\t${one.slice(0, 10)}\\tfinance\\tOne\\t.*\\trevoked `));
    await succeed('platform-key', 'revoke', (await read(two))!.id);
    expect(await read(two)).toBeUndefined();
    expect(await auditOf('revoke_platform_key')).toMatchObject([
      { actor: 'operator/command', before: { name: 'One', prefix: one.slice(0, 10) } },
      { before: { name: 'Two' } },
    ]);
    const again = await tell('platform-key', 'revoke', one.slice(0, 10));
    expect(again).toMatchObject({ code: 2, stdout: '' });
  });
});

test.each([
  ['without a data directory', undefined],
  ['with the data directory of another database', { databaseUrl: 'postgres://elsewhere/bestow' }],
])('no link is made by a secret that may not be that of the mails: %s', async (_what, ready) => {
  const directory = await mkdtemp(path.join(tmpdir(), 'bestow-commands-'));
  cleanUp(() => rm(directory, { recursive: true }));
  if (ready !== undefined) {
    const told = JSON.stringify({ url: 'http://127.0.0.1:3000', ...ready });
    await writeFile(path.join(directory, 'ready.json'), told);
    await writeFile(path.join(directory, 'secret'), SECRET);
  }
  const file = path.join(CHECKOUT, 'dist', 'db', 'company-command.js');
  const { databaseUrl: DATABASE_URL } = databases;
  const args = [file, 'create', '--name', 'Third', '--owner', 'x@third.example'];
  const env = { DATABASE_URL, BESTOW_DATA_DIR: directory };
  const failed = promisify(execFile)(process.execPath, args, { env });
  await expect(failed).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('BESTOW_SECRET'),
  });
});
