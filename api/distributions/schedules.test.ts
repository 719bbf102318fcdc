import type { DistributionWithTimeline } from '../../contracts/distributions';
import { startIfDue } from '../../db/change-plan';
import { reconcile } from '../../db/reconcile';
import { rowsOf } from '../../db/pool';
import { useCleanUp } from '../../test/support/clean-up';
import type { ApiError } from '../../test/support/api-client';
import {
  createRecordingDispatcher,
  makeCompany,
  openTestDatabases,
  type RecordingDispatcher,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from '../../test/support/company';
import { waitFor } from '../../test/support/wait-for';

const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;
let dispatcher: RecordingDispatcher;
let acme: TestCompany;
let globex: TestCompany;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  dispatcher = createRecordingDispatcher();
  api = await startTestApi(cleanUp, databases, { dispatcher });
  acme = await makeCompany(databases.platformDb, {
    balance: 1_000_000,
    recipients: ['asha@plan.example', 'bo@plan.example'],
  });
  globex = await makeCompany(databases.platformDb, { recipients: ['gus@plan.example'] });
});

afterEach(async () => {
  expect(await reconcile(databases.platformDb)).toEqual([]);
  expect(api.logged).toEqual([]);
});

const recipients = [
  { name: 'Asha', email: 'asha@plan.example', points: 10 },
  { name: 'Nina', email: 'nina@plan.example', points: 5 },
  { name: 'Gus', email: 'gus@plan.example', points: 7 },
];
const ahead = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
const schedule = (sendAt: string, more: object = {}, key?: string) =>
  api.as(acme).send({ recipients, sendAt, ...more }, key);
const act = (id: string, action: string, body: object = {}, who = acme) =>
  api
    .as(who)
    .request<DistributionWithTimeline & ApiError>('POST', `/distributions/${id}/${action}`, body);
const run = (distributionId: string) =>
  startIfDue(databases.platformDb, { distributionId, workflowId: 'w', runId: 'r' });
const passTime = (id: string) =>
  databases.platformDb.raw(`UPDATE distributions SET send_at = now() WHERE id = ?`, [id]);

describe('R11: a send with a time', () => {
  test('is answered scheduled, holds its points from then on, and is handed over once', async () => {
    const before = await api.as(acme).getBalance();
    const sendAt = ahead(3_600);
    const sent = await schedule(sendAt);
    expect(sent.status).toBe(201);
    expect(sent.body).toMatchObject({
      ...{ status: 'scheduled', sendAt, timeZone: null, held: true, takeFunds: 'now' },
      ...{ points: 15, counts: { pending: 2, failed: 1 }, startedAt: null },
    });
    expect(await api.as(acme).getBalance()).toEqual({
      balance: before.balance - 15,
      held: before.held + 15,
    });
    expect(
      dispatcher.called.filter(({ distributionId }) => distributionId === sent.body.id),
    ).toEqual([{ distributionId: sent.body.id }]);
    const read = await api.as(acme).getDistribution(sent.body.id);
    const { timeline, approvers, ...shown } = read;
    expect(shown).toEqual(sent.body);
    expect(approvers).toEqual([]);
    const after = { status: 'scheduled', sendAt, timeZone: null };
    const actor = { kind: 'api_key', id: expect.any(String), name: 'Test' };
    const at = sent.body.createdAt;
    expect(timeline).toEqual([{ at, event: 'scheduled', actor, before: null, after }]);
    expect(await run(sent.body.id)).toMatchObject({
      status: 'scheduled',
      sendAt: expect.any(String),
    });
  });

  test('takes a local time with its zone, which is answered again', async () => {
    const year = new Date().getUTCFullYear() + (new Date().getUTCMonth() > 4 ? 1 : 0);
    const sent = await schedule(`${year}-07-01T09:00`, { timeZone: 'Europe/Berlin' });
    expect(sent.body).toMatchObject({
      sendAt: `${year}-07-01T07:00:00.000Z`,
      timeZone: 'Europe/Berlin',
    });
  });

  test.each<[what: string, input: { sendAt?: unknown; timeZone?: unknown }, status: number]>([
    ['a time that has passed', { sendAt: ahead(-60) }, 422],
    ['this moment', { sendAt: ahead(0) }, 422],
    ['a time a year and two days ahead', { sendAt: ahead(367 * 86_400) }, 422],
    ['a word', { sendAt: 'tomorrow' }, 422],
    ['nothing', { sendAt: '' }, 422],
    ['a local time without a zone', { sendAt: '2027-01-01T09:00:00' }, 422],
    ['a zone alone', { timeZone: 'UTC' }, 422],
    ['a number', { sendAt: 1_800_000_000 }, 400],
    ['a text of 100 kB', { sendAt: 'x'.repeat(100_000) }, 400],
    ['null', { sendAt: null }, 400],
  ])('%s is refused with what is allowed, also in a dry run', async (_what, input, status) => {
    const before = await api.as(acme).getBalance();
    for (const dryRun of [false, true]) {
      const refused = await api
        .as(acme)
        .request<ApiError>('POST', '/distributions', { recipients, dryRun, ...input });
      expect([dryRun, refused.status]).toEqual([dryRun, status]);
      if (status !== 422) continue;
      const [issue] = refused.body.error.issues!;
      expect(refused.body.error.code).toBe('invalid_send_at');
      expect(issue).toMatchObject({ path: 'sendAt', code: 'invalid_send_at' });
      expect(issue!.message).toContain('at least 2 seconds and at most 366 days ahead');
    }
    expect(await api.as(acme).getBalance()).toEqual(before);
  });

  test('a zone that is none is named as what is wrong, also in a dry run and a new plan', async () => {
    const wrong = { sendAt: ahead(60), timeZone: 'Acme/Office' };
    const planned = await schedule(ahead(3_600));
    const refusals = [
      await api.as(acme).request<ApiError>('POST', '/distributions', { recipients, ...wrong }),
      await api
        .as(acme)
        .request<ApiError>('POST', '/distributions', { recipients, ...wrong, dryRun: true }),
      await act(planned.body.id, 'reschedule', wrong),
    ];
    for (const { status, body } of refusals) {
      expect([status, body.error.code]).toEqual([422, 'invalid_time_zone']);
      expect(body.error.issues).toMatchObject([{ path: 'timeZone', code: 'invalid_time_zone' }]);
      expect(body.error.issues![0]!.message).toContain('"Acme/Office"');
    }
  });

  test('of local mornings the field is named, and the rows whose morning has passed', async () => {
    const wide = await makeCompany(databases.platformDb, {
      ...{ balance: 10, recipients: ['east@plan.example', 'west@plan.example'] },
    });
    const path = `/recipients/${wide.recipientIds['east@plan.example']}/time-zone`;
    await api.as(wide).request('PUT', path, { timeZone: 'Pacific/Kiritimati' });
    const platform = databases.platformDb;
    await platform.raw(`UPDATE companies SET time_zone = 'Etc/GMT+12' WHERE id = ?`, [wide.id]);
    // The day whose 09:00 is over in Kiritimati, and 26 hours further west is not.
    const sendOnMorning = new Intl.DateTimeFormat('sv', {
      ...{ timeZone: 'Pacific/Kiritimati', dateStyle: 'short' as const },
    }).format(Date.now() - 9 * 3_600_000);
    const people = ['west', 'east'].map((name) => ({
      ...{ name, email: `${name}@plan.example`, points: 1 },
    }));
    const ask = (more: object) =>
      api.as(wide).request<ApiError>('POST', '/distributions', {
        ...{ recipients: people, sendOnMorning, ...more },
      });
    for (const more of [{}, { dryRun: true }]) {
      const { status, body } = await ask(more);
      expect([status, body.error.code]).toEqual([422, 'invalid_send_at']);
      expect(body.error.issues).toMatchObject([{ row: 2, path: 'sendOnMorning' }]);
      expect(body.error.issues![0]!.message).toContain('Pacific/Kiritimati');
    }
    const both = await ask({ sendAt: ahead(60) });
    expect(both.body.error.issues).toMatchObject([{ path: 'sendOnMorning' }]);
  });

  test('a dry run shows the time, and writes nothing', async () => {
    const sendAt = ahead(60);
    const shown = await schedule(sendAt, { dryRun: true, timeZone: 'Asia/Kolkata' });
    expect(shown.status).toBe(200);
    expect(shown.body).toMatchObject({ dryRun: true, sendAt, timeZone: 'Asia/Kolkata' });
  });

  test('repeated with its key it is answered as before, when it was moved and when its time is over', async () => {
    const sendAt = ahead(3);
    const sent = await schedule(sendAt, {}, 'plan-key');
    expect(sent.status).toBe(201);
    await act(sent.body.id, 'reschedule', { sendAt: ahead(900), timeZone: 'UTC' });
    const again = await schedule(sendAt, {}, 'plan-key');
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(again.body).toEqual(sent.body);
    await act(sent.body.id, 'cancel');
    await waitFor('its time to pass', () => Date.now() > Date.parse(sendAt));
    const late = await schedule(sendAt, {}, 'plan-key');
    expect([late.status, late.body]).toEqual([200, sent.body]);
    expect((await schedule(ahead(60), {}, 'plan-key')).status).toBe(409);
  });
});

describe('R11: until it starts', () => {
  test('it is cancelled: the hold is released at once, and cancelling again is the same answer', async () => {
    const before = await api.as(acme).getBalance();
    const sent = await schedule(ahead(3_600));
    const cancelled = await act(sent.body.id, 'cancel');
    expect(cancelled.status).toBe(200);
    expect(cancelled.body).toMatchObject({
      ...{ id: sent.body.id, status: 'cancelled', cancelledAt: expect.any(String) },
      counts: { cancelled: 2, failed: 1 },
    });
    expect(await api.as(acme).getBalance()).toEqual(before);
    expect(cancelled.body.timeline.map(({ event }) => event)).toEqual(['scheduled', 'cancelled']);
    expect(cancelled.body.timeline[1]).toMatchObject({
      actor: { kind: 'api_key', name: 'Test' },
      before: { status: 'scheduled' },
      after: { status: 'cancelled' },
    });
    const releases = await rowsOf(
      databases.platformDb,
      `SELECT points FROM transfers WHERE distribution_id = ? AND kind = 'release' ORDER BY points`,
      [sent.body.id],
    );
    expect(releases).toEqual([{ points: 5 }, { points: 10 }]);
    expect(dispatcher.called.at(-1)).toEqual({
      distributionId: sent.body.id,
      signal: { name: 'cancel', input: { eventId: expect.any(Number) } },
    });
    const calls = dispatcher.called.length;
    const again = await act(sent.body.id, 'cancel');
    expect([again.status, again.body]).toEqual([200, cancelled.body]);
    expect(dispatcher.called).toHaveLength(calls);
    expect(await run(sent.body.id)).toMatchObject({ status: 'cancelled' });
    for (const [action, body] of [
      ['reschedule', { sendAt: ahead(60) }],
      ['send-now', {}],
    ] as const) {
      const refused = await act(sent.body.id, action, body);
      expect([refused.status, refused.body.error.code]).toEqual([409, 'not_scheduled']);
    }
  });

  test('also what was accepted and is not started yet is cancelled', async () => {
    const sent = await api.as(acme).send({ recipients });
    expect((await act(sent.body.id, 'cancel')).body).toMatchObject({ status: 'cancelled' });
  });

  test('it is rescheduled: the same time again changes nothing', async () => {
    const sent = await schedule(ahead(3_600));
    const sendAt = ahead(7_200);
    const moved = await act(sent.body.id, 'reschedule', { sendAt, timeZone: 'Asia/Tokyo' });
    expect(moved.body).toMatchObject({ status: 'scheduled', sendAt, timeZone: 'Asia/Tokyo' });
    const again = await act(sent.body.id, 'reschedule', { sendAt, timeZone: 'Asia/Tokyo' });
    expect(again.body).toEqual(moved.body);
    expect(moved.body.timeline.at(-1)).toMatchObject({
      event: 'rescheduled',
      before: { sendAt: sent.body.sendAt, timeZone: null },
      after: { sendAt, timeZone: 'Asia/Tokyo' },
    });
    for (const wrong of [ahead(-1), ahead(400 * 86_400), 'soon']) {
      const refused = await act(sent.body.id, 'reschedule', { sendAt: wrong });
      expect([wrong, refused.status, refused.body.error.code]).toEqual([
        wrong,
        422,
        'invalid_send_at',
      ]);
    }
    expect((await api.as(acme).getDistribution(sent.body.id)).sendAt).toBe(sendAt);
  });

  test('it is sent now: its time is now, and it starts', async () => {
    const sent = await schedule(ahead(3_600));
    const now = await act(sent.body.id, 'send-now');
    expect(now.status).toBe(200);
    expect(Date.parse(now.body.sendAt!)).toBeLessThanOrEqual(Date.now() + 1_000);
    expect(now.body.timeline.at(-1)).toMatchObject({ event: 'sent_now' });
    expect((await act(sent.body.id, 'send-now')).body).toEqual(now.body);
    expect(await run(sent.body.id)).toMatchObject({ status: 'sending' });
  });

  test('R9: once it has started, every change is answered already_sent', async () => {
    const sent = await schedule(ahead(3_600));
    await passTime(sent.body.id);
    expect(await run(sent.body.id)).toMatchObject({ status: 'sending' });
    // The run that asks again, after a crash, has it still.
    expect(await run(sent.body.id)).toMatchObject({ status: 'sending' });
    for (const [action, body] of [
      ['cancel', {}],
      ['reschedule', { sendAt: ahead(60) }],
      ['send-now', {}],
    ] as const) {
      const refused = await act(sent.body.id, action, body);
      expect([refused.status, refused.body.error.code]).toEqual([409, 'already_sent']);
    }
    const cancelled = await act(sent.body.id, 'cancel');
    expect(cancelled.body.error.nextAction).toContain('ticket');
  });

  test('what was done already is answered with what it is, also to who names the time seen', async () => {
    const seen = await schedule(ahead(3_600));
    const { id } = seen.body;
    const move = { sendAt: ahead(7_200), timeZone: 'Asia/Tokyo', ifSendAt: seen.body.sendAt };
    const moved = await act(id, 'reschedule', move);
    expect([moved.status, moved.body.sendAt]).toEqual([200, move.sendAt]);
    const again = await act(id, 'reschedule', move);
    expect([again.status, again.body]).toEqual([200, moved.body]);
    for (const other of [{ sendAt: ahead(60) }, { timeZone: 'UTC' }]) {
      const refused = await act(id, 'reschedule', { ...move, ...other });
      expect([refused.status, refused.body.error.code]).toEqual([409, 'distribution_changed']);
    }
    const now = await act(id, 'send-now', { ifSendAt: move.sendAt });
    expect(now.status).toBe(200);
    const repeated = await act(id, 'send-now', { ifSendAt: move.sendAt });
    expect([repeated.status, repeated.body]).toEqual([200, now.body]);
    expect(await run(id)).toMatchObject({ status: 'sending' });
    const started = await act(id, 'send-now', { ifSendAt: move.sendAt });
    expect([started.status, started.body.status]).toEqual([200, 'sending']);
  });

  test('what started by itself was not sent now, and needs no ticket', async () => {
    const sent = await schedule(ahead(3_600));
    await passTime(sent.body.id);
    await run(sent.body.id);
    const { error } = (await act(sent.body.id, 'send-now')).body;
    expect(error).toMatchObject({ code: 'already_sent' });
    expect(error.nextAction).not.toMatch(/ticket/);
  });

  test('of a send whose every row failed nobody says that points were sent, or are held', async () => {
    const nobody = { name: 'Nobody', email: 'nobody@plan.example', points: 5 };
    const sent = await api.as(acme).send({ recipients: [nobody], ifUnregistered: 'fail' });
    expect(sent.body).toMatchObject({ counts: { failed: 1 }, held: false });
    await run(sent.body.id);
    for (const [action, body] of [
      ['cancel', {}],
      ['reschedule', { sendAt: ahead(60) }],
      ['send-now', {}],
    ] as const) {
      const { error } = (await act(sent.body.id, action, body)).body;
      expect([action, error.code, error.message]).toEqual([
        ...[
          action,
          'already_sent',
          'This send is over: every row failed, and no points were sent.',
        ],
      ]);
      expect(error.nextAction).toMatch(/failed rows/);
    }
    expect((await api.as(acme).getDistribution(sent.body.id)).held).toBe(false);
  });

  test('held says whether its points are out of the balance, as long as they are', async () => {
    const sent = await schedule(ahead(3_600));
    expect(sent.body.held).toBe(true);
    expect((await act(sent.body.id, 'cancel')).body.held).toBe(false);
    const listed = await api
      .as(acme)
      .request<{ items: { id: string; held: boolean }[] }>('GET', '/distributions?limit=1');
    expect(listed.body.items).toMatchObject([{ id: sent.body.id, held: false }]);
  });

  test('another company’s id, an unknown one and no id at all are 404, and change nothing', async () => {
    const sent = await schedule(ahead(3_600));
    for (const id of [sent.body.id, '01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11', 'none']) {
      for (const [action, body] of [
        ['cancel', {}],
        ['reschedule', { sendAt: ahead(60) }],
        ['send-now', {}],
      ] as const) {
        const refused = await act(id, action, body, globex);
        expect([action, refused.status]).toEqual([action, 404]);
      }
    }
    expect(await api.as(acme).getDistribution(sent.body.id)).toMatchObject(sent.body);
  });

  test('two who act at one moment: each gets a clear answer, and the time line is one chain', async () => {
    for (let round = 0; round < 20; round += 1) {
      const sent = await schedule(ahead(3_600));
      const answers = await Promise.all([
        act(sent.body.id, 'cancel'),
        act(sent.body.id, 'reschedule', { sendAt: ahead(100) }),
        act(sent.body.id, 'reschedule', { sendAt: ahead(200), timeZone: 'UTC' }),
        act(sent.body.id, 'send-now'),
        act(sent.body.id, 'cancel'),
      ]);
      for (const { status, body } of answers) {
        expect([200, 409]).toContain(status);
        if (status === 409) expect(body.error.code).toBe('not_scheduled');
      }
      const { status, timeline } = await api.as(acme).getDistribution(sent.body.id);
      expect(status).toBe('cancelled');
      timeline.slice(1).forEach(({ before }, index) => {
        expect(before).toEqual(timeline[index]!.after);
      });
      expect(timeline.filter(({ event }) => event === 'cancelled')).toHaveLength(1);
    }
  });
});

test('cancelling races the start 200 times: each is wholly cancelled or wholly sent', async () => {
  const ends = { cancelled: 0, sending: 0 };
  for (let batch = 0; batch < 10; batch += 1) {
    const sends = await Promise.all(Array.from({ length: 20 }, () => schedule(ahead(3_600))));
    await Promise.all(
      sends.map(async ({ body: { id } }, index) => {
        await passTime(id);
        // The start has the shorter way: it begins some calls later, a different number each time.
        const startLater = async () => {
          for (let call = 0; call < index % 5; call += 1) await api.as(acme).getBalance();
          return run(id);
        };
        const [cancelled, state] = await Promise.all([act(id, 'cancel'), startLater()]);
        const { status } = (await api.as(acme).getDistribution(id)) as {
          status: 'cancelled' | 'sending';
        };
        expect([status, cancelled.status, state?.status]).toEqual(
          status === 'cancelled' ? [status, 200, status] : [status, 409, status],
        );
        ends[status] += 1;
      }),
    );
  }
  expect(ends.cancelled + ends.sending).toBe(200);
  // Neither side always wins, or this would have tested nothing.
  expect(Math.min(ends.cancelled, ends.sending)).toBeGreaterThan(0);
}, 60_000);
