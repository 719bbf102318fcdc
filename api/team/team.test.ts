import { rowsOf } from '../../db/pool';
import { useCleanUp } from '../../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from '../../test/support/company';
import { type PersonClient, signInPerson } from '../../test/support/person-client';
import { type SmtpSink, startSmtpSink } from '../../test/support/smtp-sink';
import type { AdminRole } from '../../domain/permissions';
import type { Invitation, TeamMember } from '../../contracts/team';

const cleanUp = useCleanUp();
const PASSWORD = 'three quiet green owls';
let databases: TestDatabases;
let sink: SmtpSink;
let api: TestApi;

beforeAll(async () => {
  sink = await startSmtpSink();
  cleanUp(() => sink.stop());
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases, { smtpUrl: sink.smtpUrl });
});

afterAll(() => expect(api.logged).toEqual([]));

let count = 0;

interface Team {
  company: TestCompany;
  owner: PersonClient;
  /** Adds somebody with this role, signed in. */
  add: (role: AdminRole) => Promise<PersonClient>;
}

async function makeTeam(): Promise<Team> {
  const name = `team${(count += 1)}`;
  const email = `owner@${name}.example`;
  const company = await makeCompany(databases.platformDb, { admin: { email, password: PASSWORD } });
  const owner = await signInPerson(api.url, { email, password: PASSWORD });
  let added = 0;
  return {
    company,
    owner,
    add: async (role) => {
      const address = `${role}${(added += 1)}@${name}.example`;
      await owner.call('team.invite', { email: address, role });
      return (await joinBy(await tokenTo(address))).person;
    },
  };
}

async function tokenTo(address: string): Promise<string> {
  const mail = await sink.readMailTo(address);
  return /\/invitation\/([\w-]{43})/.exec(mail.text)![1]!;
}

async function joinBy(token: string, input: object = {}) {
  const person = await signInPerson(api.url);
  const joined = await person.call('auth.join', {
    ...{ token, name: 'Nina New', password: 'five loud orange foxes' },
    ...input,
  });
  return { person, joined };
}

async function listTeam(person: PersonClient) {
  const { data } = await person.ask<{ people: TeamMember[]; invitations: Invitation[] }>(
    'team.list',
  );
  return data;
}

test('who is invited gets a link, chooses name and password, and may what the role may', async () => {
  const { owner, company } = await makeTeam();
  const email = `Approver@Invited.example`;
  const invited = await owner.call('team.invite', { email, role: 'approver' });
  expect(invited.data).toMatchObject({ mail: 'accepted', invitation: { role: 'approver' } });
  const mail = await sink.readMailTo('Approver@invited.example');
  expect(mail.subject).toBe(`Join ${company.name} on Bestow`);
  const token = /\/invitation\/([\w-]{43})/.exec(mail.text)![1]!;
  const stored = await rowsOf<object>(databases.platformDb, 'SELECT * FROM admin_invitations');
  expect(JSON.stringify(stored)).not.toContain(token);

  const stranger = await signInPerson(api.url);
  const seen = await stranger.ask<object>('auth.findInvitation', { token });
  expect(seen.data).toMatchObject({ companyName: company.name, role: 'approver' });
  const { person, joined } = await joinBy(token);
  expect(joined.status).toBe(200);
  const me = await person.ask<{ role: string; name: string }>('auth.whoAmI');
  expect(me.data).toMatchObject({ role: 'approver', name: 'Nina New' });
  expect((await person.call('team.invite', { email: 'x@y.example', role: 'viewer' })).status).toBe(
    403,
  );
  const team = await listTeam(owner);
  expect(team.people.map(({ role, isYou }) => [role, isYou])).toEqual([
    ['owner', true],
    ['approver', false],
  ]);
  expect(team.people[1]!.lastSignedInAt).not.toBeNull();
  expect(team.invitations).toEqual([]);
});

test('a link works once, not after it was replaced or cancelled, and not when it has expired', async () => {
  const { owner } = await makeTeam();
  const invite = async (email: string) => {
    const { data } = await owner.call<{ invitation: Invitation }>('team.invite', {
      ...{ email, role: 'viewer' },
    });
    return { id: data.invitation.id, token: await tokenTo(email) };
  };
  const used = await invite('used@links.example');
  expect((await joinBy(used.token)).joined.status).toBe(200);
  const replaced = await invite('replaced@links.example');
  sink.clear();
  await owner.call('team.resendInvitation', { invitationId: replaced.id });
  const newest = await tokenTo('replaced@links.example');
  expect(newest).not.toBe(replaced.token);
  const cancelled = await invite('cancelled@links.example');
  await owner.call('team.cancelInvitation', { invitationId: cancelled.id });
  const expired = await invite('expired@links.example');
  await rowsOf(
    databases.platformDb,
    'UPDATE admin_invitations SET expires_at = now() WHERE id = ?',
    [expired.id],
  );
  for (const { token } of [used, replaced, cancelled, expired]) {
    expect((await joinBy(token)).joined.error?.code).toBe('invitation_over');
  }
  expect((await joinBy(newest)).joined.status).toBe(200);
  for (const { id } of [used, cancelled]) {
    const again = await owner.call('team.resendInvitation', { invitationId: id });
    expect(again.error?.code).toBe('invitation_over');
  }
  // An expired one stays in the list, to be sent again.
  expect((await listTeam(owner)).invitations.map(({ email }) => email)).toEqual([
    'expired@links.example',
  ]);
});

test('two who use one link at once: one joins', async () => {
  const { owner } = await makeTeam();
  await owner.call('team.invite', { email: 'twice@links.example', role: 'viewer' });
  const token = await tokenTo('twice@links.example');
  const both = await Promise.all([joinBy(token), joinBy(token)]);
  expect(both.map(({ joined }) => joined.status).sort()).toEqual([200, 409]);
});

test('a name and a password that cannot be used are told by field, and use nothing up', async () => {
  const { owner } = await makeTeam();
  await owner.call('team.invite', { email: 'careless@links.example', role: 'viewer' });
  const token = await tokenTo('careless@links.example');
  for (const [input, path, code] of [
    [{ name: ' ' }, 'name', 'invalid_name'],
    [{ password: 'short' }, 'password', 'password_too_short'],
    [{ password: 'careless@links.example' }, 'password', 'password_too_easy'],
  ] as const) {
    const { joined } = await joinBy(token, input);
    expect(joined.error).toMatchObject({ code, issues: [{ path }] });
  }
  expect((await joinBy(token)).joined.status).toBe(200);
});

test('an address is an admin of one company only, and nobody learns of which', async () => {
  const [mine, theirs] = [await makeTeam(), await makeTeam()];
  const theirMe = await theirs.owner.ask<{ email: string }>('auth.whoAmI');
  const elsewhere = await mine.owner.call('team.invite', {
    ...{ email: theirMe.data.email, role: 'viewer' },
  });
  expect(elsewhere.error).toMatchObject({ code: 'cannot_be_invited', issues: [{ path: 'email' }] });
  expect(JSON.stringify(elsewhere)).not.toContain(theirs.company.name);
  const own = await mine.owner.ask<{ email: string }>('auth.whoAmI');
  const again = await mine.owner.call('team.invite', { email: own.data.email, role: 'viewer' });
  expect(again.error?.code).toBe('already_in_team');
  // Both invite a stranger: who is second to be accepted is told.
  for (const team of [mine, theirs]) {
    await team.owner.call('team.invite', { email: 'wanted@both.example', role: 'viewer' });
  }
  const tokens = await Promise.all(
    sink.mailsTo('wanted@both.example').map(async (mail) => {
      return /\/invitation\/([\w-]{43})/.exec((await mail.read()).text)![1]!;
    }),
  );
  expect((await joinBy(tokens[0]!)).joined.status).toBe(200);
  expect((await joinBy(tokens[1]!)).joined.error?.code).toBe('address_has_account');
});

test('an address that is invited is not invited twice', async () => {
  const { owner } = await makeTeam();
  const input = { email: 'waiting@links.example', role: 'viewer' };
  expect((await owner.call('team.invite', input)).status).toBe(200);
  expect((await owner.call('team.invite', input)).error?.code).toBe('already_invited');
});

test('only an owner makes owners, and changes or removes them', async () => {
  const { owner, add } = await makeTeam();
  const admin = await add('admin');
  const { people } = await listTeam(owner);
  const [theOwner, theAdmin] = people;
  const refused = await Promise.all([
    admin.call('team.invite', { email: 'boss@owners.example', role: 'owner' }),
    admin.call('team.changeRole', { id: theAdmin!.id, role: 'owner' }),
    admin.call('team.changeRole', { id: theOwner!.id, role: 'viewer' }),
    admin.call('team.remove', { id: theOwner!.id }),
  ]);
  expect(refused.map(({ error }) => error?.code)).toEqual(Array(4).fill('owners_only'));
  const made = await owner.call('team.changeRole', { id: theAdmin!.id, role: 'owner' });
  expect(made.data).toMatchObject({ role: 'owner' });
  expect((await admin.call('team.changeRole', { id: theOwner!.id, role: 'viewer' })).status).toBe(
    200,
  );
  // The new role counts at once.
  expect((await owner.call('team.remove', { id: theAdmin!.id })).status).toBe(403);
});

test('the last owner can neither be removed nor demoted, also not by two at once', async () => {
  const { owner, add } = await makeTeam();
  const { people } = await listTeam(owner);
  const id = people[0]!.id;
  for (const [operation, input] of [
    ['team.remove', { id }],
    ['team.changeRole', { id, role: 'admin' }],
  ] as const) {
    expect((await owner.call(operation, input)).error?.code).toBe('last_owner');
  }
  const other = await add('owner');
  const otherId = (await listTeam(owner)).people[1]!.id;
  const both = await Promise.all([
    owner.call('team.changeRole', { id: otherId, role: 'viewer' }),
    other.call('team.changeRole', { id, role: 'viewer' }),
  ]);
  expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
  const roles = await rowsOf<{ role: string }>(
    databases.platformDb,
    'SELECT role FROM admins WHERE id IN (?, ?) ORDER BY role',
    [id, otherId],
  );
  expect(roles.map(({ role }) => role)).toEqual(['owner', 'viewer']);
});

test('who is removed is signed out at once, is not mailed about funds, and can be invited again', async () => {
  const { owner, add } = await makeTeam();
  const finance = await add('finance');
  const gone = (await listTeam(owner)).people[1]!;
  expect((await finance.ask('balance.get')).status).toBe(200);
  expect((await owner.call('team.remove', { id: gone.id })).status).toBe(200);
  expect((await finance.ask('balance.get')).status).toBe(401);
  const again = await signInPerson(api.url);
  const signIn = await again.call('auth.signIn', {
    ...{ email: gone.email, password: 'five loud orange foxes' },
  });
  expect(signIn.status).toBe(401);
  const [row] = await rowsOf<object>(
    databases.platformDb,
    'SELECT role, email, email_key FROM admins WHERE id = ?',
    [gone.id],
  );
  expect(row).toEqual({ role: 'viewer', email: gone.email, email_key: `removed/${gone.id}` });
  expect((await owner.call('team.remove', { id: gone.id })).status).toBe(404);
  sink.clear();
  expect((await owner.call('team.invite', { email: gone.email, role: 'viewer' })).status).toBe(200);
  expect((await joinBy(await tokenTo(gone.email))).joined.status).toBe(200);
});

test('an invitation stands when the mail server does not take it, and the caller is told', async () => {
  const { owner } = await makeTeam();
  sink.setBehaviour({ behave: () => ({ code: 550, message: '5.1.1 No such mailbox' }) });
  const invited = await owner.call('team.invite', { email: 'no@box.example', role: 'viewer' });
  sink.setBehaviour({});
  expect(invited.data).toMatchObject({ mail: 'refused' });
  expect((await listTeam(owner)).invitations).toHaveLength(1);
});
