import type { Invitation } from '../contracts/team';
import { createAccessMail } from '../db/access-mails';
import { rowsOf } from '../db/pool';
import { useCleanUp } from '../test/support/clean-up';
import { makeCompany, startTestSystem, type TestSystem } from '../test/support/company';
import { type PersonClient, signInPerson } from '../test/support/person-client';
import { waitFor } from '../test/support/wait-for';

/** Mails by which somebody gets in, while the mail server asks to come back later. */
const cleanUp = useCleanUp();
const PASSWORD = 'three quiet green owls';
let system: TestSystem;
let owner: PersonClient;
let companyId: string;

beforeAll(async () => {
  system = await startTestSystem(cleanUp, { retry: { first: 100, max: 300, window: 600_000 } });
  const admin = { email: 'owner@access.example', password: PASSWORD };
  const recipients = ['wallet@access.example'];
  ({ id: companyId } = await makeCompany(system.platformDb, { admin, recipients }));
  owner = await signInPerson(system.url, admin);
});

beforeEach(() => system.sink.clear());

/** @param times how often each address is asked to come back later. */
function greylist(times: number): void {
  const tries = new Map<string, number>();
  system.sink.setBehaviour({
    at: 'rcpt',
    behave: ({ to }) => {
      tries.set(to, (tries.get(to) ?? 0) + 1);
      return tries.get(to)! <= times ? { code: 451, message: '4.7.1 greylisted' } : 'accept';
    },
  });
}

const askForReset = async (email: string) =>
  (await signInPerson(system.url)).call('auth.forgotPassword', { email });

const askForWallet = (email: string) =>
  fetch(`${system.url}/wallet`, { method: 'POST', body: new URLSearchParams({ email }) });

const invite = (email: string) =>
  owner.call<{ invitation: Invitation; mail: string }>('team.invite', { email, role: 'viewer' });

test.each([
  ['an invitation', 'new@access.example', invite, '/invitation/'],
  ['a link to set a new password', 'owner@access.example', askForReset, '/reset-password/'],
  ['a link to sign in', 'wallet@access.example', askForWallet, '/wallet/sign-in/'],
] as const)('%s that is deferred twice arrives, and its link works', async (_, to, ask, path) => {
  greylist(2);
  await ask(to);
  const { text } = await system.sink.readMailTo(to);
  const link = new RegExp(`${path}([\\w-]{43})`).exec(text)?.[1];
  expect(link).toBeDefined();
  const [stored] = await rowsOf<object>(
    system.platformDb,
    'SELECT * FROM access_mails WHERE to_address = ?',
    [to],
  );
  expect(JSON.stringify(stored)).not.toContain(link);
  await waitForEnd(to, 'sent');
  expect(system.sink.mailsTo(to)).toHaveLength(1);
  const page = await fetch(`${system.url}${path}${link}`, { redirect: 'manual' });
  expect(page.status).toBe(200);
});

test('that a password was changed is told, however long the mail server is away', async () => {
  const admin = { email: 'changer@access.example', password: PASSWORD };
  await makeCompany(system.platformDb, { admin });
  const person = await signInPerson(system.url, admin);
  greylist(2);
  const input = { currentPassword: PASSWORD, newPassword: 'four noisy yellow owls' };
  expect((await person.call('auth.changePassword', input)).status).toBe(200);
  expect((await system.sink.readMailTo(admin.email)).subject).toBe('Your password was changed');
});

test('who invites sees that the mail waits, and then that it was sent', async () => {
  greylist(Number.POSITIVE_INFINITY);
  const invited = await invite('slow@access.example');
  expect(invited.data).toMatchObject({ mail: 'deferred', invitation: { mail: 'waiting' } });
  expect(await standingOf('slow@access.example')).toBe('waiting');
  system.sink.setBehaviour({});
  await waitForEnd('slow@access.example', 'sent');
  expect(await standingOf('slow@access.example')).toBe('sent');
});

test('one that is refused after it was deferred is shown as failed, and can be sent again', async () => {
  const email = 'gone@access.example';
  greylist(Number.POSITIVE_INFINITY);
  const { data } = await invite(email);
  system.sink.setBehaviour({ at: 'rcpt', behave: () => ({ code: 550, message: '5.1.1 no' }) });
  await waitForEnd(email, 'given_up');
  expect(await standingOf(email)).toBe('failed');
  system.sink.setBehaviour({});
  const again = await owner.call('team.resendInvitation', { invitationId: data.invitation.id });
  expect(again.data).toMatchObject({ mail: 'accepted', invitation: { mail: 'sent' } });
});

test.each([
  [
    'was replaced',
    async (id: string) => {
      system.sink.setBehaviour({});
      await owner.call('team.resendInvitation', { invitationId: id });
    },
    1,
  ],
  [
    'was cancelled',
    async (id: string) => {
      await owner.call('team.cancelInvitation', { invitationId: id });
      system.sink.setBehaviour({});
    },
    0,
  ],
])('a mail whose link %s while it waited is not sent', async (what, meanwhile, mails) => {
  const email = `${what.replace(' ', '-')}@access.example`;
  greylist(Number.POSITIVE_INFINITY);
  const { data } = await invite(email);
  await meanwhile(data.invitation.id);
  const [first] = await waitFor('the first mail to be given up', async () => {
    const found = await mailsOf(email);
    return found[0] !== undefined && found[0].given_up_at !== null && found;
  });
  expect(first!.detail).toBe('Its link does not work any more');
  expect(system.sink.mailsTo(email)).toHaveLength(mails);
});

test('what was written down and not sent, since a process ended, is found by the sweeper', async () => {
  system.sink.setBehaviour({});
  const email = 'left@access.example';
  const { id } = await createAccessMail(system.platformDb, {
    content: { kind: 'password_changed', at: new Date().toISOString() },
    ...{ toName: 'Lea', toAddress: email, link: null, minutes: 60 },
  });
  const sweep = async (n: number) => {
    const { client, taskQueue } = system.worker;
    await client.workflow.execute('sweeper', { workflowId: `sweeper/${id}/${n}`, taskQueue });
  };
  const handle = system.worker.client.workflow.getHandle(`access-mail/${id}`);
  // Its process may be sending it just now.
  await sweep(1);
  await expect(handle.describe()).rejects.toMatchObject({ name: 'WorkflowNotFoundError' });
  const age = `UPDATE access_mails SET created_at = now() - interval '3 minutes' WHERE id = ?`;
  await rowsOf(system.platformDb, age, [id]);
  await sweep(2);
  await system.sink.readMailTo(email);
  await handle.result();
});

test('one that nobody needs any more is given up; what is a month old is forgotten', async () => {
  greylist(Number.POSITIVE_INFINITY);
  const email = 'needless@access.example';
  await invite(email);
  await rowsOf(
    system.platformDb,
    'UPDATE access_mails SET expires_at = now() WHERE to_address = ?',
    [email],
  );
  await waitForEnd(email, 'given_up');
  const age = `UPDATE access_mails SET created_at = now() - interval '31 days'`;
  await rowsOf(system.platformDb, age);
  const { client, taskQueue } = system.worker;
  const workflowId = `sweeper/${companyId}/forget`;
  await client.workflow.execute('sweeper', { workflowId, taskQueue });
  expect(await rowsOf(system.platformDb, 'SELECT 1 FROM access_mails')).toEqual([]);
});

interface Written {
  sent_at: Date | null;
  given_up_at: Date | null;
  detail: string | null;
}

/** The mails to somebody, the first one first. */
function mailsOf(email: string): Promise<Written[]> {
  return rowsOf<Written>(
    system.platformDb,
    `SELECT sent_at, given_up_at, detail FROM access_mails
     WHERE to_address = ? AND created_at > now() - interval '10 minutes' ORDER BY id`,
    [email],
  );
}

async function waitForEnd(email: string, end: 'sent' | 'given_up'): Promise<void> {
  await waitFor(`the mail to be ${end}`, async () => {
    const mails = await mailsOf(email);
    return (mails.at(-1)?.[`${end}_at`] ?? null) !== null;
  });
}

async function standingOf(email: string): Promise<string | null | undefined> {
  const { data } = await owner.ask<{ invitations: Invitation[] }>('team.list');
  return data.invitations.find((invitation) => invitation.email === email)?.mail;
}
