import { randomUUID } from 'node:crypto';
import type { Distribution, DistributionWithTimeline } from '../contracts/distributions';
import { wakeMissed } from '../activities/sweep';
import { decideApproval } from '../db/approvals';
import { startIfDue } from '../db/change-plan';
import { rowsOf, withCompany } from '../db/pool';
import { reconcile } from '../db/reconcile';
import { useCleanUp } from '../test/support/clean-up';
import { rechargeOf, startTestSystem, type TestSystem, walletOf } from '../test/support/company';
import { postTransfers } from '../db/ledger';
import { type FourEyes, type FourEyesPerson, makeFourEyes } from '../test/support/four-eyes';
import { waitFor } from '../test/support/wait-for';

/** A send that waits for an approval, with its mails, on a real Temporal and mail server. */
const cleanUp = useCleanUp();
let system: TestSystem;
/** Whose approvers are reminded after a second. */
let brief: TestSystem;

beforeAll(async () => {
  system = await startTestSystem(cleanUp, { maxRecipients: 1_000 });
  brief = await startTestSystem(cleanUp, { approvalReminderSeconds: 1 });
});

afterEach(async () => {
  for (const each of [system, brief]) {
    each.sink.setBehaviour({});
    expect(await reconcile(each.platformDb)).toEqual([]);
    expect(each.logged).toEqual([]);
  }
});

let people = 0;
const makeIn = (of: TestSystem, balance = 1_000) => makeFourEyes(of, { balance });

async function sendIn(by: FourEyesPerson, more: object = {}, points = 300) {
  people += 1;
  const email = `person${people}@approvals.example`;
  const sent = await by.call<Distribution>('distributions.create', {
    ...{ recipients: [{ name: 'Asha', email, points }], ifUnregistered: 'register' },
    ...more,
  });
  expect(sent.data.status).toBe('awaiting_approval');
  return { id: sent.data.id, email };
}

const decide = async (
  by: FourEyesPerson,
  id: string,
  what: 'approve' | 'reject',
  note?: string,
) => {
  const input = { id, ...(note !== undefined && { note }) };
  const answer = await by.call<DistributionWithTimeline>(`distributions.${what}`, input);
  expect([answer.status, answer.error]).toEqual([200, undefined]);
  return answer.data;
};
const subjectsTo = async (of: TestSystem, email: string) => {
  const mails = await Promise.all(of.sink.mailsTo(email).map((mail) => mail.read()));
  return mails.map(({ subject }) => subject);
};
const runOf = (of: TestSystem, kind: 'approval' | 'distribution', id: string) =>
  of.worker.client.workflow.getHandle(`${kind}/${id}`);
const untilItWaits = (of: TestSystem, id: string) =>
  waitFor('the run to wait for the approval', () =>
    runOf(of, 'distribution', id)
      .query<{ currentDetails?: string }>('__temporal_workflow_metadata')
      .then(({ currentDetails = '' }) => currentDetails.includes('Waiting for an approval'))
      .catch(() => false),
  );
const balanceOf = (of: TestSystem, { company }: FourEyes) => of.as(company).getBalance();
const whole = (of: TestSystem, acme: FourEyes, id: string) =>
  of.as(acme.company).waitForDistribution(id, 'completed');

test('approved: everybody is told once, the points arrive, the balance is exact at each step', async () => {
  const acme = await makeIn(system);
  const [approver, finance] = [await acme.add('approver'), await acme.add('finance')];
  const viewer = await acme.add('viewer');
  const { id, email } = await sendIn(acme.owner);
  for (const who of [approver, finance]) {
    const mail = await system.sink.readMailTo(who.email);
    expect(mail.subject).toBe(`A send waits for your approval: ${acme.company.name}`);
    expect(mail.text).toContain('Admin sends 300 points to 1 recipient.');
    expect(mail.text).toContain(`/distributions/${id}`);
  }
  await untilItWaits(system, id);
  expect(await balanceOf(system, acme)).toEqual({ balance: 700, held: 300 });
  expect(system.sink.mailsTo(email)).toEqual([]);
  await decide(approver, id, 'approve', 'Well earned.');
  const done = await whole(system, acme, id);
  expect(done.timeline.map(({ event }) => event)).toEqual([
    ...['awaiting_approval', 'approved', 'started', 'completed'],
  ]);
  expect(await walletOf(system.platformDb, email)).toBe(300);
  expect(await balanceOf(system, acme)).toEqual({ balance: 700, held: 0 });
  await runOf(system, 'approval', id).result();
  const told = await system.sink.readMailTo(acme.owner.email);
  expect(told.subject).toBe(`Your send is approved: ${acme.company.name}`);
  expect(told.text).toContain('Person 1 has approved your send of 300 points to 1 recipient.');
  expect(told.text).toContain('Note:\nWell earned.');
  const all = [acme.owner, approver, finance, viewer];
  const counts = all.map((who) => system.sink.mailsTo(who.email).length);
  expect([...counts, system.sink.mailsTo(email).length]).toEqual([1, 1, 1, 0, 1]);
});

test('rejected: the sender is told why, nobody receives anything, the points are back', async () => {
  const acme = await makeIn(system);
  const approver = await acme.add('approver');
  const { id, email } = await sendIn(acme.owner);
  await untilItWaits(system, id);
  await decide(approver, id, 'reject', 'Twice the budget');
  expect(await balanceOf(system, acme)).toEqual({ balance: 1_000, held: 0 });
  await runOf(system, 'distribution', id).result();
  await runOf(system, 'approval', id).result();
  const told = await system.sink.readMailTo(acme.owner.email);
  expect(told.subject).toContain('Your send is rejected');
  expect(told.text).toContain('Note:\nTwice the budget');
  expect(system.sink.mailsTo(email)).toEqual([]);
  expect(await walletOf(system.platformDb, email)).toBeUndefined();
});

test('cancelled by its sender: both runs end, nobody is told of a decision', async () => {
  const acme = await makeIn(system);
  const approver = await acme.add('approver');
  const { id } = await sendIn(acme.owner);
  await system.sink.readMailTo(approver.email);
  await acme.owner.call('distributions.cancel', { id });
  await runOf(system, 'distribution', id).result();
  await runOf(system, 'approval', id).result();
  expect(await balanceOf(system, acme)).toEqual({ balance: 1_000, held: 0 });
  expect(system.sink.mailsTo(acme.owner.email)).toEqual([]);
});

test('without a decision approvers are reminded, once', async () => {
  const acme = await makeIn(brief);
  const approver = await acme.add('approver');
  const { id } = await sendIn(acme.owner);
  await waitFor('the reminder', () => brief.sink.mailsTo(approver.email).length === 2);
  expect(await subjectsTo(brief, approver.email)).toEqual([
    `A send waits for your approval: ${acme.company.name}`,
    `A send still waits for your approval: ${acme.company.name}`,
  ]);
  // It looks again, and finds that everybody has been told.
  const looks = () =>
    runOf(brief, 'approval', id)
      .fetchHistory()
      .then(({ events }) => events!.filter((event) => event.timerStartedEventAttributes).length);
  await waitFor('its next wait', async () => (await looks()) === 2);
  await decide(approver, id, 'approve');
  await runOf(brief, 'approval', id).result();
  expect(brief.sink.mailsTo(approver.email)).toHaveLength(2);
});

test('a time that has passed before the approval: sent at once with it', async () => {
  const acme = await makeIn(system);
  const approver = await acme.add('approver');
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const { id, email } = await sendIn(acme.owner, { sendAt });
  await untilItWaits(system, id);
  await acme.owner.call('distributions.sendNow', { id });
  await untilItWaits(system, id);
  expect((await system.as(acme.company).getDistribution(id)).status).toBe('awaiting_approval');
  await decide(approver, id, 'approve');
  await whole(system, acme, id);
  expect(await walletOf(system.platformDb, email)).toBe(300);
});

test('a time that is still to come is kept after the approval', async () => {
  const acme = await makeIn(system);
  const approver = await acme.add('approver');
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const { id } = await sendIn(acme.owner, { sendAt });
  const approved = await decide(approver, id, 'approve');
  expect(approved).toMatchObject({ status: 'scheduled', sendAt });
  await runOf(system, 'approval', id).result();
  expect((await system.sink.readMailTo(acme.owner.email)).text).toContain(
    'It goes out at its time',
  );
  await acme.owner.call('distributions.sendNow', { id });
  await whole(system, acme, id);
});

test('funds that are short when it is approved are waited for, then it goes out by itself', async () => {
  const acme = await makeIn(system, 10);
  const approver = await acme.add('approver');
  const { id, email } = await sendIn(acme.owner, { ifInsufficient: 'wait' });
  await untilItWaits(system, id);
  expect(await decide(approver, id, 'approve')).toMatchObject({ status: 'awaiting_funds' });
  await runOf(system, 'approval', id).result();
  expect((await system.sink.readMailTo(acme.owner.email)).text).toContain('It waits for funds now');
  await system.platformDb.transaction((tx) =>
    postTransfers(tx, [rechargeOf(acme.company.id, 290, `recharge/${id}`)]),
  );
  await sweep(system);
  await whole(system, acme, id);
  expect(await walletOf(system.platformDb, email)).toBe(300);
  expect(await balanceOf(system, acme)).toEqual({ balance: 0, held: 0 });
});

test('a run that looks while the approval is given does not warn of funds whose time has come', async () => {
  const acme = await makeIn(system, 10);
  const approver = await acme.add('approver');
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const { id } = await sendIn(acme.owner, { sendAt, takeFunds: 'at_send' });
  await untilItWaits(system, id);
  await acme.owner.call('distributions.sendNow', { id });
  let looking: ReturnType<typeof startIfDue> | undefined;
  await system.platformDb.transaction(async (tx) => {
    const [own] = await rowsOf<{ pid: number }>(tx, 'SELECT pg_backend_pid() AS pid');
    await rowsOf(tx, `SELECT decide_approval(?::uuid, 'approved', ?, NULL, NULL)`, [
      ...[id, `admin/${approver.id}`],
    ]);
    const run = { workflowId: `distribution/${id}`, runId: randomUUID() };
    looking = startIfDue(system.platformDb, { distributionId: id, ...run });
    await waitFor('the look to come to the send', async () => {
      const blocked = await rowsOf(
        system.platformDb,
        'SELECT FROM pg_locks WHERE NOT granted AND ? = ANY(pg_blocking_pids(pid))',
        [own!.pid],
      );
      return blocked.length > 0;
    });
  });
  // It comes again at once, and finds then that the points are missing.
  expect(await looking).toMatchObject({
    ...{ status: 'scheduled', warningDays: null, waitMilliseconds: 1 },
  });
  await sweep(system);
  await system.as(acme.company).waitForDistribution(id, 'cancelled');
});

test('points to be taken at a time that has passed are missing at the approval: cancelled, and told', async () => {
  const acme = await makeIn(system, 10);
  const approver = await acme.add('approver');
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const { id } = await sendIn(acme.owner, { sendAt, takeFunds: 'at_send' });
  await untilItWaits(system, id);
  await acme.owner.call('distributions.sendNow', { id });
  await decide(approver, id, 'approve');
  const done = await system.as(acme.company).waitForDistribution(id, 'cancelled');
  expect(done.reason?.code).toBe('insufficient_balance');
  await runOf(system, 'distribution', id).result();
  await runOf(system, 'approval', id).result();
  expect((await subjectsTo(system, acme.owner.email)).sort()).toEqual([
    `A scheduled send was cancelled: ${acme.company.name}`,
    `Your send is approved: ${acme.company.name}`,
  ]);
  expect(await balanceOf(system, acme)).toEqual({ balance: 10, held: 0 });
});

test('more people than one run takes: all of them after the approval, in parts', async () => {
  const acme = await makeIn(system);
  const approver = await acme.add('approver');
  const recipients = Array.from({ length: 501 }, (_, n) => ({
    ...{ name: 'Asha', email: `many${n}@${acme.domain}`, points: 1 },
  }));
  const { id } = await sendIn(acme.owner, { recipients });
  await untilItWaits(system, id);
  expect(await balanceOf(system, acme)).toEqual({ balance: 499, held: 501 });
  await decide(approver, id, 'approve');
  const done = await whole(system, acme, id);
  expect(done.counts).toEqual({ delivered: 501 });
  expect(await balanceOf(system, acme)).toEqual({ balance: 499, held: 0 });
});

test('everybody’s morning: whose has passed before the approval gets it at once, the others in theirs', async () => {
  const acme = await makeIn(system);
  const approver = await acme.add('approver');
  const day = new Date(Date.now() + 86_400_000 * 2).toISOString().slice(0, 10);
  const recipients = ['early', 'late'].map((who) => ({
    ...{ name: 'Asha', email: `${who}@${acme.domain}`, points: 100 },
  }));
  const { id } = await sendIn(acme.owner, { recipients, sendOnMorning: day });
  await untilItWaits(system, id);
  // As if two days had passed, for one of them. Another time forgets the mornings, so they come last.
  await rowsOf(
    system.platformDb,
    `UPDATE distributions SET send_at = now() - interval '1 hour' WHERE id = ?`,
    [id],
  );
  await rowsOf(
    system.platformDb,
    `UPDATE rewards SET send_at = now() + CASE row WHEN 1 THEN -1 ELSE 24 END * interval '1 hour'
     WHERE distribution_id = ?`,
    [id],
  );
  await decide(approver, id, 'approve');
  await system.sink.readMailTo(`early@${acme.domain}`);
  const now = await system.as(acme.company).waitForDistribution(id, 'sending');
  expect(now.counts).toMatchObject({ pending: 1 });
  expect(system.sink.mailsTo(`late@${acme.domain}`)).toEqual([]);
  await waitFor('the first half to be delivered', async () => {
    const { counts } = await system.as(acme.company).getDistribution(id);
    return counts.delivered === 1 && counts.pending === 1;
  });
  expect(await balanceOf(system, acme)).toEqual({ balance: 800, held: 100 });
});

const sweep = (of: TestSystem) =>
  wakeMissed({
    ...{ db: of.platformDb, temporal: of.worker.client, taskQueue: of.worker.taskQueue },
  });

describe('a process that dies between the decision and the signal', () => {
  /** What the API writes, and nothing after it. */
  const decideSilently = (
    acme: FourEyes,
    by: FourEyesPerson,
    id: string,
    is: 'approved' | 'rejected',
  ) =>
    withCompany(system.platformDb, acme.company.id, async (tx) => {
      const decision = { companyId: acme.company.id, distributionId: id, adminId: by.id };
      const answer = await decideApproval(tx, { ...decision, outcome: is, note: 'Silently' });
      expect(answer.outcome).toBe('decided');
    });
  const age = async (id: string) => {
    await rowsOf(
      system.platformDb,
      `UPDATE distributions SET send_at = send_at - interval '2 minutes' WHERE id = ?`,
      [id],
    );
    await rowsOf(
      system.platformDb,
      `UPDATE approvals SET due_since = due_since - interval '1 minute' WHERE distribution_id = ?`,
      [id],
    );
  };

  test('approved: the sweeper sends it, and the sender is told', async () => {
    const acme = await makeIn(system);
    const approver = await acme.add('approver');
    const { id, email } = await sendIn(acme.owner);
    await untilItWaits(system, id);
    await system.sink.readMailTo(approver.email);
    await decideSilently(acme, approver, id, 'approved');
    await age(id);
    await sweep(system);
    await whole(system, acme, id);
    expect(await walletOf(system.platformDb, email)).toBe(300);
    await runOf(system, 'approval', id).result();
    expect(await subjectsTo(system, acme.owner.email)).toEqual([
      `Your send is approved: ${acme.company.name}`,
    ]);
  });

  test('rejected: the points are back at once, and the sweeper has the sender told', async () => {
    const acme = await makeIn(system);
    const approver = await acme.add('approver');
    const { id } = await sendIn(acme.owner);
    await system.sink.readMailTo(approver.email);
    await decideSilently(acme, approver, id, 'rejected');
    expect(await balanceOf(system, acme)).toEqual({ balance: 1_000, held: 0 });
    await age(id);
    await sweep(system);
    await runOf(system, 'approval', id).result();
    expect(await subjectsTo(system, acme.owner.email)).toHaveLength(1);
  });

  test('accepted, and never started: the sweeper starts both runs', async () => {
    const acme = await makeIn(system);
    const approver = await acme.add('approver');
    const { dispatcher } = system.services;
    system.services.dispatcher = {
      ...dispatcher,
      call: () => undefined,
      wakeApproval: () => undefined,
    };
    const { id } = await sendIn(acme.owner);
    system.services.dispatcher = dispatcher;
    await age(id);
    await rowsOf(
      system.platformDb,
      `UPDATE distributions SET created_at = created_at - interval '1 minute' WHERE id = ?`,
      [id],
    );
    await sweep(system);
    await untilItWaits(system, id);
    await system.sink.readMailTo(approver.email);
    await decide(approver, id, 'approve');
    await whole(system, acme, id);
  });
});

test('an operator’s signal approves nothing', async () => {
  const acme = await makeIn(system);
  const { id } = await sendIn(acme.owner);
  await untilItWaits(system, id);
  const handle = runOf(system, 'distribution', id);
  await handle.signal('approve');
  await handle.signal('cancel');
  await handle.result();
  const { timeline, approval } = await system.as(acme.company).getDistribution(id);
  expect(timeline.map(({ event }) => event)).toEqual(['awaiting_approval', 'cancelled']);
  expect(approval!.outcome).toBeNull();
});

test('a mail that is deferred is sent later, and is one', async () => {
  const acme = await makeIn(system);
  const approver = await acme.add('approver');
  system.sink.setBehaviour({
    behave: ({ attempt }) => (attempt <= 2 ? { code: 451, message: 'later' } : 'accept'),
  });
  const { id } = await sendIn(acme.owner);
  await system.sink.readMailTo(approver.email);
  await decide(approver, id, 'reject', 'No');
  await runOf(system, 'approval', id).result();
  expect(system.sink.mailsTo(approver.email)).toHaveLength(1);
});
