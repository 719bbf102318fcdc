import { useCleanUp } from '../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestCompany,
} from '../test/support/company';
import { waitFor } from '../test/support/wait-for';
import { openTicketsForFailures } from './failure-tickets';
import { type Database, rowsOf } from './pool';
import { reopenDistributions } from './retry-mails';
import { tendTicket } from './tend-ticket';

const cleanUp = useCleanUp();
const ANSWER_SECONDS = 86_400;
let db: Database;
let api: TestApi;
let acme: TestCompany;

beforeAll(async () => {
  const databases = await openTestDatabases(cleanUp);
  db = databases.platformDb;
  api = await startTestApi(cleanUp, databases);
});

beforeEach(async () => {
  await rowsOf(db, `UPDATE tickets SET state = 'resolved' WHERE state <> 'resolved'`);
  acme = await makeCompany(db, { balance: 100 });
});

describe('R14: a failure that joins a ticket whose clock has stopped', () => {
  test.each<[what: string, change: string]>([
    ['was answered', `first_answered_at = now() - interval '9 days'`],
    ['was answered, and late', `first_answered_at = now(), warned_at = now(), breached_at = now()`],
    ['waits for the customer', `state = 'waiting_for_customer', paused_at = now()`],
  ])('that %s starts it anew, and is told once', async (_what, change) => {
    const sent = await send();
    await fail(sent.rewardIds[0]!);
    const [ticket] = await openTicketsForFailures(db, sent.id, ANSWER_SECONDS);
    await tendTicket(db, ticket!, { supportEmail: 'support@bestow.example' });
    await rowsOf(db, `UPDATE tickets SET ${change} WHERE id = ?`, [ticket]);
    const before = await see(ticket!);
    await fail(sent.rewardIds[1]!);
    await openTicketsForFailures(db, sent.id, ANSWER_SECONDS);
    expect(await see(ticket!)).toEqual({
      ...{ state: 'open', version: before.version + 1, lagging: true, rewards: 2 },
      ...{ due: 'in 24 hours', warned: false, breached: false, events: ['failed_again'] },
    });
    await fail(sent.rewardIds[2]!);
    await openTicketsForFailures(db, sent.id, ANSWER_SECONDS);
    expect(await see(ticket!)).toMatchObject({ rewards: 3, events: ['failed_again'] });
  });

  test('that runs changes nothing of its promise', async () => {
    const sent = await send();
    await fail(sent.rewardIds[0]!);
    const [ticket] = await openTicketsForFailures(db, sent.id, ANSWER_SECONDS);
    await rowsOf(db, `UPDATE tickets SET due_at = due_at - interval '5 hours' WHERE id = ?`, [
      ticket,
    ]);
    await fail(sent.rewardIds[1]!);
    await openTicketsForFailures(db, sent.id, ANSWER_SECONDS);
    expect(await see(ticket!)).toMatchObject({ rewards: 2, due: 'in 19 hours', events: [] });
  });

  test('of an incident that was answered starts it anew for the next outage', async () => {
    const [incident] = await rowsOf<{ id: string }>(
      db,
      `INSERT INTO tickets (cause, subject, opened_by, warn_at, due_at, first_answered_at)
       VALUES ('mail_server_unreachable', 'Away', 'workflow', now() - interval '30 days',
         now() - interval '30 days', now() - interval '30 days') RETURNING id`,
    );
    const sent = await send();
    await fail(sent.rewardIds[0]!, 'mail_server_unreachable');
    await openTicketsForFailures(db, sent.id, ANSWER_SECONDS);
    expect(await see(incident!.id)).toMatchObject({
      ...{ state: 'open', due: 'in 24 hours', rewards: 1, events: ['failed_again'] },
    });
  });
});

test('who acts on a ticket and what opens one do not wait for each other', async () => {
  const sent = await send();
  await fail(sent.rewardIds[0]!);
  const [ticket] = await openTicketsForFailures(db, sent.id, ANSWER_SECONDS);
  await fail(sent.rewardIds[1]!);
  await rowsOf(db, `UPDATE distributions SET status = 'completed_with_failures' WHERE id = ?`, [
    sent.id,
  ]);
  // As `retryNow`: the ticket first, its distributions then.
  const acting = await db.transaction();
  await acting.raw('SELECT FROM tickets WHERE id = ? FOR NO KEY UPDATE', [ticket!]);
  let isOver = false;
  const opening = openTicketsForFailures(db, sent.id, ANSWER_SECONDS)
    .then(
      () => 'opened',
      (error: Error) => error.message,
    )
    .finally(() => (isOver = true));
  await waitFor('the other to be held up', async () => isOver || (await isAnybodyHeldUp()));
  await reopenDistributions(acting, [sent.id]);
  await acting.commit();
  expect(await opening).toBe('The ticket of these failures is being changed');
  await openTicketsForFailures(db, sent.id, ANSWER_SECONDS);
  expect(await see(ticket!)).toMatchObject({ rewards: 2 });
});

async function send(): Promise<{ id: string; rewardIds: string[] }> {
  const recipients = ['a', 'b', 'c'].map((name) => ({
    ...{ name, email: `${name}@failure.example`, points: 1 },
  }));
  const { body } = await api.as(acme).send({ recipients });
  return { id: body.id, rewardIds: body.rewards.map(({ id }) => id) };
}

async function fail(rewardId: string, cause = 'mailbox_not_found'): Promise<void> {
  await rowsOf(
    db,
    `UPDATE rewards SET status = 'email_failed', reason_code = ?, failed_at = now() WHERE id = ?`,
    [cause, rewardId],
  );
}

async function see(ticketId: string) {
  const [ticket] = await rowsOf<{ version: number }>(
    db,
    `SELECT state, version, tended_version < version AS lagging,
       'in ' || round(extract(epoch FROM deadline - now()) / 3600) || ' hours' AS due,
       warned_at IS NOT NULL AS warned, breached_at IS NOT NULL AS breached,
       (SELECT count(*)::int FROM ticket_rewards WHERE ticket_id = t.id) AS rewards,
       ARRAY(SELECT text FROM ticket_messages WHERE ticket_id = t.id ORDER BY id) AS events
     FROM tickets t WHERE id = ?`,
    [ticketId],
  );
  return ticket!;
}

async function isAnybodyHeldUp(): Promise<boolean> {
  const [row] = await rowsOf<{ count: number }>(
    db,
    `SELECT count(*)::int AS count FROM pg_locks l JOIN pg_database d ON d.oid = l.database
       OR l.database IS NULL WHERE NOT granted AND datname = current_database()`,
  );
  return row!.count > 0;
}
