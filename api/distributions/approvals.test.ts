import type { CompanyAudit } from '../../contracts/audit';
import type {
  Distribution,
  DistributionWithTimeline,
  Preview,
} from '../../contracts/distributions';
import type { Draft } from '../../contracts/drafts';
import { cancelDistribution } from '../../db/change-plan';
import { rowsOf, withCompany } from '../../db/pool';
import { reconcile } from '../../db/reconcile';
import type { AdminRole } from '../../domain/permissions';
import type { ApiError } from '../../test/support/api-client';
import { query } from '../../test/support/ask-database';
import { useCleanUp } from '../../test/support/clean-up';
import {
  createRecordingDispatcher,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestDatabases,
} from '../../test/support/company';
import { type FourEyes, type FourEyesPerson, makeFourEyes } from '../../test/support/four-eyes';
import { waitFor } from '../../test/support/wait-for';

const cleanUp = useCleanUp();
const dispatcher = createRecordingDispatcher();
let databases: TestDatabases;
let api: TestApi;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases, { dispatcher });
});

afterEach(async () => {
  expect(await reconcile(databases.platformDb)).toEqual([]);
  expect(api.logged).toEqual([]);
});

const make = (options: Parameters<typeof makeFourEyes>[1] = { balance: 1_000 }) =>
  makeFourEyes({ platformDb: databases.platformDb, url: api.url }, options);
const row = (points: number, n = 0) => ({ name: 'Asha', email: `asha${n}@people.example`, points });
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

async function send(by: FourEyesPerson, points: number, more: object = {}): Promise<Distribution> {
  const sent = await by.call<Distribution>('distributions.create', {
    recipients: [row(points)],
    ...more,
  });
  expect([sent.status, sent.error]).toEqual([200, undefined]);
  return sent.data;
}

const decide = (by: FourEyesPerson, id: string, what: 'approve' | 'reject', note?: string) =>
  by.call<DistributionWithTimeline>(`distributions.${what}`, {
    id,
    ...(note !== undefined && { note }),
  });
const codeOf = ({ error, status }: { error?: { code: string } | undefined; status: number }) => [
  status,
  error?.code,
];
const balanceOf = ({ company }: FourEyes) => api.as(company).getBalance();
const seen = ({ company }: FourEyes, id: string) => api.as(company).getDistribution(id);

describe('who decides', () => {
  test.each<[AdminRole, number]>([
    ['owner', 200],
    ['admin', 200],
    ['approver', 200],
    ['finance', 200],
    ['viewer', 403],
  ])('%s about what the owner has sent: %i', async (role, status) => {
    const acme = await make();
    const other = await acme.add(role);
    const { id } = await send(acme.owner, 101);
    expect((await decide(other, id, 'approve')).status).toBe(status);
    expect((await seen(acme, id)).status).toBe(status === 200 ? 'scheduled' : 'awaiting_approval');
  });

  test('nobody about his own, also not an owner; who may is told with the send', async () => {
    const acme = await make();
    const approver = await acme.add('approver');
    await acme.add('viewer');
    const own = await send(acme.owner, 500);
    for (const what of ['approve', 'reject'] as const) {
      expect(codeOf(await decide(acme.owner, own.id, what, 'Mine'))).toEqual([403, 'own_send']);
    }
    expect((await seen(acme, own.id)).approvers).toEqual([{ id: approver.id, name: 'Person 1' }]);
    const his = await send(approver, 500);
    expect(codeOf(await decide(approver, his.id, 'approve'))).toEqual([403, 'own_send']);
    expect((await decide(acme.owner, his.id, 'approve')).status).toBe(200);
    expect(await balanceOf(acme)).toEqual({ balance: 0, held: 1_000 });
  });

  test('an owner about his own, where nobody else may: the records say so', async () => {
    const acme = await make();
    await acme.add('viewer');
    const { id } = await send(acme.owner, 500);
    const { data } = await decide(acme.owner, id, 'approve', 'It is right.');
    expect(data).toMatchObject({ status: 'scheduled', approval: { outcome: 'approved' } });
    const approved = data.timeline.find(({ event }) => event === 'approved');
    expect(approved).toMatchObject({
      reason: { code: 'no_other_approver' },
      actor: { id: acme.owner.id },
    });
    const audit = await acme.owner.ask<{ items: CompanyAudit[] }>('audit.list', {
      kind: 'approvals',
    });
    expect(audit.data.items).toMatchObject([
      { action: 'approve_send', reason: 'It is right.', after: { ownSend: true, points: 500 } },
    ]);
  });

  test('an API key sends and waits, too, and approves nothing; who made it is its sender', async () => {
    const acme = await make();
    const approver = await acme.add('approver');
    const made = await acme.owner.call<{ key: string }>('keys.create', {
      ...{ name: 'Payroll', scope: 'full' },
    });
    const sent = await api.as({ apiKey: made.data.key }).send({ recipients: [row(300)] });
    expect(sent.body).toMatchObject({ status: 'awaiting_approval', approval: { limit: 100 } });
    const byKey = await fetch(`${api.url}/trpc/distributions.approve`, {
      method: 'POST',
      headers: { authorization: `Bearer ${made.data.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id: sent.body.id }),
    });
    expect(byKey.status).toBe(403);
    expect(codeOf(await decide(acme.owner, sent.body.id, 'approve'))).toEqual([403, 'own_send']);
    expect((await decide(approver, sent.body.id, 'approve')).status).toBe(200);
    // The company's first key was made by nobody.
    const first = await api.as(acme.company).send({ recipients: [row(300)] });
    expect((await decide(acme.owner, first.body.id, 'approve')).status).toBe(200);
  });

  test('who has left the team decides nothing, and asks nobody', async () => {
    const acme = await make();
    const approver = await acme.add('approver');
    const { id } = await send(acme.owner, 500);
    await acme.owner.call('team.remove', { id: approver.id });
    expect((await decide(approver, id, 'approve')).status).toBe(401);
    expect((await seen(acme, id)).approvers).toMatchObject([{ id: acme.owner.id }]);
  });
});

describe('what needs an approval', () => {
  test.each([
    [null, 100_000, 'accepted'],
    [100, 100, 'accepted'],
    [100, 101, 'awaiting_approval'],
    [0, 1, 'awaiting_approval'],
  ])('under a limit of %p, a send of %i points is %s', async (limit, points, status) => {
    const acme = await make({ balance: 100_000, limit });
    const preview = await acme.owner.call<Preview>('distributions.create', {
      ...{ recipients: [row(points)], dryRun: true },
    });
    expect(preview.data.approvalLimit).toBe(status === 'accepted' ? null : limit);
    const sent = await send(acme.owner, points);
    expect(sent).toMatchObject({ status, held: true });
    expect(sent.approval === null).toBe(status === 'accepted');
    expect(await balanceOf(acme)).toEqual({ balance: 100_000 - points, held: points });
    await decide(acme.owner, sent.id, 'reject', 'Only a test');
  });

  test('all rows that are charged count, and only those', async () => {
    const acme = await make();
    const rows = [row(60, 1), row(40, 2), { name: '', email: 'nobody', points: 90 }];
    const more = { recipients: rows, ifInvalid: 'skip' };
    expect((await send(acme.owner, 0, more)).status).toBe('accepted');
    const larger = { recipients: [...rows, row(1, 3)], ifInvalid: 'skip' };
    expect((await send(acme.owner, 0, larger)).status).toBe('awaiting_approval');
  });

  test('sends that are accepted together: each by its own points', async () => {
    const acme = await make();
    const points = [50, 101, 100, 200, 1, 150];
    const sent = await Promise.all(
      points.map((each) => api.as(acme.company).send({ recipients: [row(each)] })),
    );
    expect(sent.map(({ body }) => body.status)).toEqual(
      points.map((each) => (each > 100 ? 'awaiting_approval' : 'accepted')),
    );
    for (const { body } of sent) {
      const read = await seen(acme, body.id);
      expect([read.status, read.approval]).toEqual([body.status, body.approval]);
    }
  });

  test('a file: its review says so, and it waits', async () => {
    const acme = await make();
    const approver = await acme.add('approver');
    const file = 'Name,E-mail,Points\nA,a@file.example,60\nB,b@file.example,60\n';
    const draft = await api.as(acme.company).upload('a.csv', file);
    expect(draft.body.totals.approvalLimit).toBe(100);
    const path = `/drafts/${draft.body.id}`;
    const sent = await api
      .as(acme.company)
      .request<Distribution>('POST', `${path}/distribute`, { version: draft.body.version });
    expect(sent.body).toMatchObject({ status: 'awaiting_approval', held: true, method: 'bulk' });
    const again = await api
      .as(acme.company)
      .request<Distribution>('POST', `${path}/distribute`, { version: draft.body.version });
    expect([again.status, again.body]).toEqual([200, sent.body]);
    expect(dispatcher.wokenApprovals).toContain(sent.body.id);
    expect(dispatcher.submitted.map(({ id }) => id)).not.toContain(sent.body.id);
    expect((await decide(approver, sent.body.id, 'approve')).data.status).toBe('scheduled');
    const small = await api.as(acme.company).upload('b.csv', 'Name,E-mail,Points\nA,a@b.example,1');
    expect((small.body satisfies Draft).totals.approvalLimit).toBeNull();
  });

  test('only owners set the limit; with an audit record; what was accepted before stays', async () => {
    const acme = await make({ balance: 1_000, limit: null });
    const before = await send(acme.owner, 500);
    for (const role of ['admin', 'approver', 'finance', 'viewer'] as const) {
      const refused = await (await acme.add(role)).call('company.setApprovalLimit', { points: 1 });
      expect(codeOf(refused)).toEqual([403, 'forbidden']);
    }
    for (const points of [-1, 1.5, 1_000_000_000_001]) {
      const refused = await acme.owner.call('company.setApprovalLimit', { points });
      expect(codeOf(refused)).toEqual([400, 'bad_request']);
      expect(refused.error!.issues).toMatchObject([{ path: 'points' }]);
    }
    for (const points of [400, 400, null, 400]) {
      const set = await acme.owner.call('company.setApprovalLimit', { points });
      expect(set.data).toEqual({ points });
    }
    expect((await acme.owner.ask<{ company: object }>('auth.whoAmI')).data.company).toMatchObject({
      approvalLimit: 400,
    });
    const audit = await acme.owner.ask<{ items: CompanyAudit[] }>('audit.list', {
      kind: 'company',
    });
    expect(audit.data.items.map(({ action, before: was, after }) => [action, was, after])).toEqual(
      [
        [null, 400],
        [400, null],
        [null, 400],
      ].map(([was, is]) => ['set_approval_limit', { approvalLimit: was }, { approvalLimit: is }]),
    );
    expect((await seen(acme, before.id)).status).toBe('accepted');
    expect((await send(acme.owner, 401)).status).toBe('awaiting_approval');
  });
});

describe('the points', () => {
  test('are held while it waits: another send cannot take them, and approval cannot overdraw', async () => {
    const acme = await make({ balance: 500 });
    const approver = await acme.add('approver');
    const { id } = await send(acme.owner, 450);
    expect(await balanceOf(acme)).toEqual({ balance: 50, held: 450 });
    const other = await api.as(acme.company).send({ recipients: [row(51)] });
    expect(other.status).toBe(402);
    expect((await decide(approver, id, 'approve')).data).toMatchObject({
      ...{ status: 'scheduled', held: true },
      approval: { outcome: 'approved', decidedBy: { id: approver.id, name: 'Person 1' } },
    });
    expect(await balanceOf(acme)).toEqual({ balance: 50, held: 450 });
  });

  test('return once when it is rejected, and let go what waited for them', async () => {
    const acme = await make({ balance: 500 });
    const approver = await acme.add('approver');
    const { id } = await send(acme.owner, 450);
    const waiting = await send(acme.owner, 60, { ifInsufficient: 'wait' });
    expect(waiting.status).toBe('awaiting_funds');
    const rejected = await decide(approver, id, 'reject', 'Not\nthis year');
    expect(rejected.data).toMatchObject({
      ...{ status: 'rejected', held: false, cancelledAt: null },
      approval: { outcome: 'rejected', note: 'Not\nthis year' },
      rewards: [{ status: 'cancelled' }],
    });
    expect(rejected.data.timeline.map(({ event }) => event)).toEqual([
      'awaiting_approval',
      'rejected',
    ]);
    expect((await seen(acme, waiting.id)).status).toBe('scheduled');
    expect(await balanceOf(acme)).toEqual({ balance: 440, held: 60 });
    const told = dispatcher.called.filter(({ distributionId }) => distributionId === waiting.id);
    expect(told.at(-1)?.signal?.name).toBe('fundsAvailable');
    expect((await decide(approver, id, 'reject', 'Once more')).data).toEqual(rejected.data);
    expect(await balanceOf(acme)).toEqual({ balance: 440, held: 60 });
  });

  test.each([
    ['short and wait', 40, { ifInsufficient: 'wait' }, 'awaiting_funds'],
    ['there and wait', 500, { ifInsufficient: 'wait' }, 'scheduled'],
    ['taken at its time', 40, { sendAt: inHours(9), takeFunds: 'at_send' }, 'scheduled'],
    ['held, at a time', 500, { sendAt: inHours(9) }, 'scheduled'],
    [
      'short, wait, at a time',
      40,
      { sendAt: inHours(9), ifInsufficient: 'wait' },
      'awaiting_funds',
    ],
  ])('%s: approval comes first, then funds and time', async (_what, balance, more, then) => {
    const acme = await make({ balance });
    const approver = await acme.add('approver');
    const sent = await send(acme.owner, 200, more);
    const isHeld = balance === 500;
    expect([sent.status, sent.held]).toEqual(['awaiting_approval', isHeld]);
    const held = isHeld ? 200 : 0;
    expect(await balanceOf(acme)).toEqual({ balance: balance - held, held });
    const approved = await decide(approver, sent.id, 'approve');
    expect(approved.data).toMatchObject({ status: then, held: isHeld });
    expect(await balanceOf(acme)).toEqual({ balance: balance - held, held });
    if (sent.sendAt !== null) expect(approved.data.sendAt).toBe(sent.sendAt);
  });

  test('short, and nobody waits for funds: refused as ever', async () => {
    const acme = await make({ balance: 40 });
    const refused = await api.as(acme.company).send({ recipients: [row(200)] });
    expect(refused.status).toBe(402);
  });
});

describe('decisions', () => {
  test('two approvers at once: one decision, and the other is told', async () => {
    for (let round = 0; round < 5; round += 1) {
      const acme = await make();
      const [one, other] = [await acme.add('approver'), await acme.add('finance')];
      const { id } = await send(acme.owner, 500);
      const answers = await Promise.all([
        decide(one, id, 'approve'),
        decide(other, id, 'reject', 'No'),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(answers.find(({ status }) => status === 409)!.error!.code).toBe(
        'not_awaiting_approval',
      );
      const isApproved = answers[0].status === 200;
      const now = await seen(acme, id);
      expect(now.status).toBe(isApproved ? 'scheduled' : 'rejected');
      expect(now.approval?.decidedBy?.id).toBe(isApproved ? one.id : other.id);
      expect((await balanceOf(acme)).held).toBe(isApproved ? 500 : 0);
    }
  });

  test('approve and cancel at once: one of them, and every point is somewhere', async () => {
    for (let round = 0; round < 5; round += 1) {
      const acme = await make();
      const approver = await acme.add('approver');
      const { id } = await send(acme.owner, 500);
      const [approved, cancelled] = await Promise.all([
        decide(approver, id, 'approve'),
        acme.owner.call('distributions.cancel', { id }),
      ]);
      // What is approved and not sent yet can still be cancelled.
      expect(cancelled.status).toBe(200);
      expect([200, 409]).toContain(approved.status);
      expect((await seen(acme, id)).status).toBe('cancelled');
      expect(await balanceOf(acme)).toEqual({ balance: 1_000, held: 0 });
    }
  });

  test('a cancellation that commits while an approval looks: the approval finds it', async () => {
    const acme = await make();
    const approver = await acme.add('approver');
    const { id } = await send(acme.owner, 500);
    const { approved } = await databases.platformDb.transaction(async (tx) => {
      await cancelDistribution(tx, { distributionId: id, actor: 'operator' });
      const answer = decide(approver, id, 'approve');
      await waitFor('the approval to wait for the lock', async () => {
        const waiting = await query(
          databases.databaseUrl,
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
             AND wait_event_type = 'Lock' AND query LIKE '%decide_approval%'`,
        );
        return waiting.length === 1;
      });
      return { approved: answer };
    });
    expect(codeOf(await approved)).toEqual([409, 'not_awaiting_approval']);
    const { status, approval } = await seen(acme, id);
    expect([status, approval!.outcome]).toEqual(['cancelled', null]);
    expect(await balanceOf(acme)).toEqual({ balance: 1_000, held: 0 });
  });

  test('the same person once more is answered alike; others, and too late, are told', async () => {
    const acme = await make();
    const [one, other] = [await acme.add('approver'), await acme.add('finance')];
    const { id } = await send(acme.owner, 500);
    const first = await decide(one, id, 'approve', 'Fine');
    const calls = dispatcher.called.length;
    expect(await decide(one, id, 'approve')).toMatchObject({ status: 200, data: first.data });
    expect(dispatcher.called.length).toBe(calls);
    expect(codeOf(await decide(one, id, 'reject', 'No'))).toEqual([409, 'not_awaiting_approval']);
    expect(codeOf(await decide(other, id, 'approve'))).toEqual([409, 'not_awaiting_approval']);
    const small = await send(acme.owner, 1);
    expect(codeOf(await decide(one, small.id, 'approve'))).toEqual([409, 'not_awaiting_approval']);
    await cancelDistribution(databases.platformDb, { distributionId: id, actor: 'operator' });
    expect(codeOf(await decide(other, id, 'approve'))).toEqual([409, 'not_awaiting_approval']);
    const [audited] = await rowsOf<{ n: number }>(
      databases.platformDb,
      `SELECT count(*)::int AS n FROM audit_records WHERE company_id = ? AND action = 'approve_send'`,
      [acme.company.id],
    );
    expect(audited!.n).toBe(1);
  });

  test.each([
    ['no note', {}],
    ['a blank one', { note: ' \n' }],
    ['one of controls', { note: 'a\u0007b' }],
    ['one that is too long', { note: 'x'.repeat(1_001) }],
  ])('a rejection with %s is refused, and names the field', async (_what, input) => {
    const acme = await make();
    const approver = await acme.add('approver');
    const { id } = await send(acme.owner, 500);
    const refused = await approver.call('distributions.reject', { id, ...input });
    expect(codeOf(refused)).toEqual([400, 'bad_request']);
    expect(refused.error!.issues).toMatchObject([{ path: 'note' }]);
    expect((await seen(acme, id)).status).toBe('awaiting_approval');
  });

  test('the sender changes its time while it waits; what is over is not changed', async () => {
    const acme = await make();
    const approver = await acme.add('approver');
    const { id } = await send(acme.owner, 500, { sendAt: inHours(9) });
    const sendAt = inHours(12);
    const moved = await acme.owner.call<Distribution>('distributions.reschedule', { id, sendAt });
    expect(moved.data).toMatchObject({ status: 'awaiting_approval', sendAt });
    const now = await acme.owner.call<Distribution>('distributions.sendNow', { id });
    expect(now.data.status).toBe('awaiting_approval');
    expect(Date.parse(now.data.sendAt!)).toBeLessThanOrEqual(Date.now());
    await decide(approver, id, 'reject', 'No');
    for (const what of ['reschedule', 'sendNow', 'cancel']) {
      const refused = await acme.owner.call(`distributions.${what}`, {
        ...{ id, ...(what === 'reschedule' && { sendAt }) },
      });
      expect(codeOf(refused)).toEqual([
        ...[409, what === 'cancel' ? 'not_cancellable' : 'not_scheduled'],
      ]);
    }
  });
});

describe('answers', () => {
  test('a repeated request has its first answer, also after the decision', async () => {
    const acme = await make();
    const approver = await acme.add('approver');
    for (const [key, more] of [
      ['now', {}],
      ['later', { sendAt: inHours(9), takeFunds: 'at_send' as const }],
    ] as const) {
      const body = { recipients: [row(300)], ...more };
      const first = await api.as(acme.company).send(body, key);
      expect(first.body.status).toBe('awaiting_approval');
      await decide(approver, first.body.id, 'approve', 'Yes');
      const again = await api.as(acme.company).send(body, key);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(again.body).toEqual(first.body);
    }
  });

  test('the list finds what waits, and everybody is told how much waits for him', async () => {
    const acme = await make();
    const approver = await acme.add('approver');
    const viewer = await acme.add('viewer');
    const mine = await send(acme.owner, 200);
    const his = await send(approver, 300);
    await send(acme.owner, 50);
    const list = await api
      .as(acme.company)
      .request<{ items: Distribution[] }>('GET', '/distributions?status=awaiting_approval');
    expect(list.body.items.map(({ id }) => id)).toEqual([his.id, mine.id]);
    const waiting = (by: FourEyesPerson) =>
      by.ask('distributions.awaitingApproval').then(({ data }) => data);
    expect(await waiting(approver)).toEqual({ distributions: 1, points: 200 });
    expect(await waiting(acme.owner)).toEqual({ distributions: 1, points: 300 });
    expect(await waiting(viewer)).toEqual({ distributions: 0, points: 0 });
  });

  test('another company finds nothing to decide', async () => {
    const [acme, globex] = [await make(), await make()];
    const { id } = await send(acme.owner, 500);
    for (const what of ['approve', 'reject'] as const) {
      expect(codeOf(await decide(globex.owner, id, what, 'No'))).toEqual([404, 'not_found']);
    }
    const hidden = await withCompany(databases.companyDb, globex.company.id, (tx) =>
      rowsOf(tx, 'SELECT 1 FROM approvals'),
    );
    expect(hidden).toEqual([]);
    const byKey = await api
      .as(acme.company)
      .request<ApiError>('POST', `/distributions/${id}/approve`);
    expect(byKey.status).toBe(404);
  });
});
