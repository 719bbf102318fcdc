import { rowsOf } from '../db/pool';
import { reconcile } from '../db/reconcile';
import type { Distribution } from '../contracts/distributions';
import type { ApiError } from './support/api-client';
import { useCleanUp } from './support/clean-up';
import { makeCompany, startTestSystem, type TestCompany, type TestSystem } from './support/company';
import { waitFor } from './support/wait-for';

/**
 * Two people of one company act on one send at the same moment. Each pair runs several times; whatever
 * the order, each is told what became of his own act, and the end is one that these answers explain.
 */
const cleanUp = useCleanUp();
let system: TestSystem;
const ROUNDS = 5;

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
});

afterEach(async () => {
  expect(await reconcile(system.platformDb)).toEqual([]);
  expect(system.logged).toEqual([]);
});

let people = 0;
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

interface Answer {
  status: number;
  code: string | undefined;
  body: Distribution;
}

async function act(acme: TestCompany, path: string, body: object = {}): Promise<Answer> {
  const answer = await system.as(acme).request<Distribution & ApiError>('POST', path, body);
  return { status: answer.status, code: answer.body.error?.code, body: answer.body };
}

async function plan(): Promise<{ acme: TestCompany; id: string; email: string }> {
  people += 1;
  const email = `person${people}@pairs.example`;
  const acme = await makeCompany(system.platformDb, { balance: 10, recipients: [email] });
  const recipients = [{ name: 'Asha', email, points: 10 }];
  const sent = await system.as(acme).send({ recipients, sendAt: inHours(5) });
  expect(sent.body.status).toBe('scheduled');
  return { acme, id: sent.body.id, email };
}

const rounds = Array.from({ length: ROUNDS }, (_, round) => round);

describe('a send that waits', () => {
  test.each(rounds)('cancel and send now: wholly cancelled or wholly sent (round %i)', async () => {
    const { acme, id, email } = await plan();
    const [cancelled, sent] = await Promise.all([
      act(acme, `/distributions/${id}/cancel`),
      act(acme, `/distributions/${id}/send-now`),
    ]);
    if (cancelled.status === 200) {
      expect(cancelled.body.status).toBe('cancelled');
      // Told to go a moment before it was cancelled, or too late for that.
      expect([sent.status, sent.code]).toEqual(
        sent.status === 200 ? [200, undefined] : [409, 'not_scheduled'],
      );
      expect((await system.as(acme).getDistribution(id)).status).toBe('cancelled');
      expect(await system.as(acme).getBalance()).toEqual({ balance: 10, held: 0 });
      expect(system.sink.mailsTo(email)).toHaveLength(0);
    } else {
      expect([cancelled.status, cancelled.code, sent.status]).toEqual([409, 'already_sent', 200]);
      await system.as(acme).waitForDistribution(id, 'completed');
      expect(system.sink.mailsTo(email)).toHaveLength(1);
    }
  });

  test.each(rounds)('cancel twice: both are told that it is cancelled (round %i)', async () => {
    const { acme, id } = await plan();
    const both = await Promise.all([1, 2].map(() => act(acme, `/distributions/${id}/cancel`)));
    for (const answer of both) {
      expect([answer.status, answer.body.status]).toEqual([200, 'cancelled']);
    }
    expect(await eventsOf(id)).toEqual(['scheduled', 'cancelled']);
    expect(await system.as(acme).getBalance()).toEqual({ balance: 10, held: 0 });
  });

  test.each(rounds)('cancel and reschedule: it ends cancelled (round %i)', async () => {
    const { acme, id } = await plan();
    const [cancelled, moved] = await Promise.all([
      act(acme, `/distributions/${id}/cancel`),
      act(acme, `/distributions/${id}/reschedule`, { sendAt: inHours(9) }),
    ]);
    expect([cancelled.status, cancelled.body.status]).toEqual([200, 'cancelled']);
    expect([moved.status, moved.code]).toEqual(
      moved.status === 200 ? [200, undefined] : [409, 'not_scheduled'],
    );
    expect(await eventsOf(id)).toEqual(
      moved.status === 200 ? ['scheduled', 'rescheduled', 'cancelled'] : ['scheduled', 'cancelled'],
    );
  });

  test.each(rounds)(
    'reschedule to two times: each is told his own, the time line tells the order (round %i)',
    async () => {
      const { acme, id } = await plan();
      const times = [inHours(7), inHours(9)];
      const both = await Promise.all(
        times.map((sendAt) => act(acme, `/distributions/${id}/reschedule`, { sendAt })),
      );
      expect(both.map(({ status, body }) => [status, body.sendAt])).toEqual(
        times.map((sendAt) => [200, sendAt]),
      );
      expect(await eventsOf(id)).toEqual(['scheduled', 'rescheduled', 'rescheduled']);
      expect(times).toContain((await system.as(acme).getDistribution(id)).sendAt);
    },
  );

  test.each(rounds)(
    'both have seen the same time and change it: one does, the other is told (round %i)',
    async () => {
      const { acme, id } = await plan();
      const { sendAt: ifSendAt } = await system.as(acme).getDistribution(id);
      const times = [inHours(7), inHours(9)];
      const both = await Promise.all(
        times.map((sendAt) => act(acme, `/distributions/${id}/reschedule`, { sendAt, ifSendAt })),
      );
      const [won, lost] = both[0]!.status === 200 ? both : [...both].reverse();
      expect([lost!.status, lost!.code]).toEqual([409, 'distribution_changed']);
      expect(won!.status).toBe(200);
      expect((await system.as(acme).getDistribution(id)).sendAt).toBe(won!.body.sendAt);
      for (const path of ['cancel', 'send-now']) {
        const late = await act(acme, `/distributions/${id}/${path}`, { ifSendAt });
        expect(late.code).toBe('distribution_changed');
      }
      const seen = { ifSendAt: won!.body.sendAt };
      expect((await act(acme, `/distributions/${id}/cancel`, seen)).status).toBe(200);
    },
  );

  test.each(rounds)(
    'reschedule and send now: one time counts, and it is sent once (round %i)',
    async () => {
      const { acme, id, email } = await plan();
      const [moved, sent] = await Promise.all([
        act(acme, `/distributions/${id}/reschedule`, { sendAt: inHours(9) }),
        act(acme, `/distributions/${id}/send-now`),
      ]);
      expect(sent.status).toBe(200);
      const events = await eventsOf(id);
      const isMovedLast = events.filter((event) => event !== 'scheduled').at(-1) === 'rescheduled';
      if (moved.status === 200 && isMovedLast) {
        expect((await system.as(acme).getDistribution(id)).status).toBe('scheduled');
        expect(system.sink.mailsTo(email)).toHaveLength(0);
        await act(acme, `/distributions/${id}/cancel`);
      } else {
        if (moved.status !== 200) expect([moved.status, moved.code]).toEqual([409, 'already_sent']);
        await system.as(acme).waitForDistribution(id, 'completed');
        expect(system.sink.mailsTo(email)).toHaveLength(1);
      }
    },
  );
});

describe('an invitation that nobody has used', () => {
  test.each(rounds)(
    'two new addresses: the later one counts, and both are told (round %i)',
    async () => {
      const { acme, rewardId } = await invite();
      const [one, two] = [`a${people}@pairs.example`, `b${people}@pairs.example`];
      const both = await Promise.all(
        [one, two].map((email) => act(acme, `/rewards/${rewardId}/change-email`, { email })),
      );
      for (const answer of both) {
        const told = answer.status === 200 ? [200, undefined] : [409, 'mail_in_progress'];
        expect([answer.status, answer.code]).toEqual(told);
      }
      const changed = both.filter(({ status }) => status === 200);
      expect(changed.length).toBeGreaterThan(0);
      const { email } = await system.as(acme).getReward(rewardId);
      expect([one, two]).toContain(email);
      const audits = await rowsOf<object>(
        system.platformDb,
        `SELECT 1 FROM audit_records WHERE reward_id = ? AND action = 'change_email'`,
        [rewardId],
      );
      expect(audits).toHaveLength(changed.length);
      await waitFor('the mail', () => system.sink.mailsTo(email).length === 1);
    },
  );

  test.each(rounds)(
    'a resend and a new address: no link that works goes to the old one (round %i)',
    async () => {
      const { acme, rewardId } = await invite();
      const email = `new${people}@pairs.example`;
      const [resent, changed] = await Promise.all([
        act(acme, `/rewards/${rewardId}/resend`),
        act(acme, `/rewards/${rewardId}/change-email`, { email }),
      ]);
      const told = resent.status === 201 ? [201, undefined] : [409, 'mail_in_progress'];
      expect([resent.status, resent.code]).toEqual(told);
      // While the resend is on its way the address stays.
      if (changed.status !== 200) {
        expect([changed.status, changed.code]).toEqual([409, 'mail_in_progress']);
        await waitFor('the change', async () => {
          const again = await act(acme, `/rewards/${rewardId}/change-email`, { email });
          return again.status === 200;
        });
      }
      await waitFor('the new mail', () => system.sink.mailsTo(email).length > 0);
      const former = await rowsOf<object>(
        system.platformDb,
        'SELECT 1 FROM former_link_tokens WHERE reward_id = ?',
        [rewardId],
      );
      expect(former).toHaveLength(1);
    },
  );

  test('ten resends at once: three are sent, seven are told when the next is possible', async () => {
    const { acme, rewardId } = await invite();
    const all = await Promise.all(
      Array.from({ length: 10 }, () => act(acme, `/rewards/${rewardId}/resend`)),
    );
    expect(all.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(all.filter(({ code }) => code === 'rate_limited')).toHaveLength(7);
  });
});

async function invite(): Promise<{ acme: TestCompany; rewardId: string }> {
  people += 1;
  const acme = await makeCompany(system.platformDb, { balance: 10 });
  const email = `guest${people}@pairs.example`;
  const sent = await system.as(acme).send({ recipients: [{ name: 'Guest', email, points: 10 }] });
  const rewardId = sent.body.rewards[0]!.id;
  await waitFor('the invitation', async () => {
    const { invitedAt } = await system.as(acme).getReward(rewardId);
    return invitedAt !== null;
  });
  return { acme, rewardId };
}

async function eventsOf(distributionId: string): Promise<string[]> {
  const rows = await rowsOf<{ event: string }>(
    system.platformDb,
    'SELECT event FROM distribution_events WHERE distribution_id = ? ORDER BY id',
    [distributionId],
  );
  return rows.map(({ event }) => event);
}
