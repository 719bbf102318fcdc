import { randomUUID } from 'node:crypto';
import type { Distribution } from '../../contracts/distributions';
import { countDifferentMails, expectDeliveredOnce } from '../support/delivered-once';
import { tellMeasured } from '../support/measured';
import type { Ready } from '../support/platform-process';
import { waitFor } from '../support/wait-for';
import { startWholeSystem, type WholeSystem } from '../support/whole-system';

/** 300 sends of one reward from 50 callers at once, while what carries them is killed three times. */

const CONNECTIONS = 5;
const CALLERS = 50;
const SENDS = 300;
const KILLS = 3;

const shapes: { title: string; part: keyof Ready['pids']; env: Record<string, string> }[] = [
  { title: 'the one process that is API and worker', part: 'app', env: {} },
  {
    title: 'the worker beside an API that stays up',
    part: 'worker',
    env: { BESTOW_API_WORKER: 'none', BESTOW_WORKERS: '1' },
  },
];

test.each(shapes)(
  'killed 3 times: $title; each of 300 single sends ends complete',
  async ({ part, env }) => {
    const system = await startWholeSystem({
      // Slow enough for the kills to find the work half done.
      mails: { delayMilliseconds: 40 },
      env: { BESTOW_SMTP_CONNECTIONS: String(CONNECTIONS), ...env },
    });
    try {
      await sendThroughKills(system, part);
    } finally {
      await system.stop();
    }
  },
  300_000,
);

async function sendThroughKills(system: WholeSystem, part: keyof Ready['pids']): Promise<void> {
  const { acme, sink } = system;
  const { balance } = await acme.getBalance();
  const startedAt = performance.now();
  const [sent] = await Promise.all([sendFromManyCallers(system), killAgainAndAgain(system, part)]);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(SENDS);

  const open = await waitUntilNoneIsOpen(system);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const ids = sent.map(({ id }) => id);
  const duplicates = await expectDeliveredOnce(system, ids);
  tellMeasured(`${SENDS} single sends, ${KILLS} kills of ${part}: ${seconds} s, ${open}`);
  tellMeasured(`${duplicates} mails came twice`);
  expect(duplicates).toBeLessThanOrEqual(KILLS * 2 * CONNECTIONS);
  expect(countDifferentMails(sink)).toBe(SENDS);
  expect(await acme.getBalance()).toEqual({ balance: balance - SENDS * 10, held: 0 });
  expect(await system.reconcile()).toBe('0 differences');
}

/** Each caller takes the next send when its last was answered, and repeats a call that failed. */
async function sendFromManyCallers({ acme }: WholeSystem): Promise<Distribution[]> {
  const answers: Distribution[] = [];
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let send = next++; send < SENDS; send = next++) {
      const recipient = { name: `Single ${send}`, email: `single.${send}@example.com`, points: 10 };
      const distribution = { recipients: [recipient], ifUnregistered: 'register' as const };
      const key = randomUUID();
      const answer = await waitFor(
        `send ${send} to be answered`,
        async () => {
          const response = await acme.send(distribution, key);
          return response.status < 500 && response;
        },
        { timeoutMilliseconds: 60_000 },
      );
      expect([200, 201]).toContain(answer.status);
      answers.push(answer.body);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return answers;
}

async function killAgainAndAgain(system: WholeSystem, part: keyof Ready['pids']): Promise<void> {
  const { sink } = system;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const wanted = (SENDS * kill) / (KILLS + 2);
    await waitFor(`${wanted} mails`, () => countDifferentMails(sink) >= wanted, {
      timeoutMilliseconds: 120_000,
      // A kill comes in the middle of the work, which goes on.
      intervalMilliseconds: 25,
      lastSeen: () => countDifferentMails(sink),
    });
    expect(countDifferentMails(sink)).toBeLessThan(SENDS);
    await system.killAndMeasure(part, SENDS);
  }
}

/** @returns how long the last ones took, for the record. */
async function waitUntilNoneIsOpen(system: WholeSystem): Promise<string> {
  const startedAt = performance.now();
  let open: unknown;
  await waitFor(
    'every distribution to be completed',
    async () => {
      open = await system.query(
        `SELECT status, count(*)::int, max(now() - created_at)::text AS oldest, min(workflow_id)
         FROM distributions WHERE status <> 'completed' GROUP BY status`,
      );
      return (open as unknown[]).length === 0;
    },
    { timeoutMilliseconds: 180_000, intervalMilliseconds: 200, lastSeen: () => open },
  );
  return `the last one ${((performance.now() - startedAt) / 1000).toFixed(1)} s after its answer`;
}
