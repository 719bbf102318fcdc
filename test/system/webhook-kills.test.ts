import { useCleanUp } from '../support/clean-up';
import { tellMeasured } from '../support/measured';
import { waitFor } from '../support/wait-for';
import {
  startWebhookReceiver,
  verifyWebhook,
  type WebhookReceiver,
} from '../support/webhook-receiver';
import { startWholeSystem, type WholeSystem } from '../support/whole-system';

/** Webhooks of a send while the process that tells them is killed with -9, on the product as users run it. */
const RECIPIENTS = 60;
/** Accepted, started, completed; of each reward the credit and the mail. */
const EVENTS = 3 + 2 * RECIPIENTS;

const cleanUp = useCleanUp();
let system: WholeSystem;
let receiver: WebhookReceiver;

beforeAll(async () => {
  system = await startWholeSystem();
  cleanUp(() => system.stop());
  receiver = await startWebhookReceiver(cleanUp);
}, 120_000);

test('the process that tells is killed twice: every event arrives, none is told by another id', async () => {
  const { acme, platform } = system;
  const made = await acme.request<{ id: string; secret: string }>('POST', '/webhooks', {
    url: receiver.url,
  });
  // Slow enough for a kill to come in the middle of a round.
  receiver.setBehaviour((_webhook, _attempt, response) => {
    setTimeout(() => response.writeHead(200).end(), 200);
    return undefined;
  });
  const recipients = Array.from({ length: RECIPIENTS }, (_, n) => ({
    ...{ name: `Person ${n}`, email: `webhook.${n}@example.com`, points: 1 },
  }));
  const startedAt = performance.now();
  const sent = await acme.send({ recipients, ifUnregistered: 'register' });
  const different = () => new Set(receiver.received.map(({ id }) => id)).size;
  for (const share of [0.2, 0.5]) {
    await waitFor('some webhooks', () => different() >= EVENTS * share, {
      timeoutMilliseconds: 100_000,
      intervalMilliseconds: 25,
    });
    expect(different()).toBeLessThan(EVENTS);
    const killed = await platform.killPart('app');
    await platform.waitForReady(({ pids }) => pids.app !== undefined && pids.app !== killed);
  }
  await acme.waitForDistribution(sent.body.id, 'completed', 60_000);
  const delivered = await waitFor(
    'all of them to be delivered',
    async () => {
      const rows = await system.query<{ id: string }>(
        `SELECT event_id AS id FROM webhook_deliveries WHERE endpoint_id = $1 AND status = 'delivered'`,
        [made.body.id],
      );
      return rows.length >= EVENTS && rows;
    },
    { timeoutMilliseconds: 200_000, lastSeen: different },
  );
  expect(delivered).toHaveLength(EVENTS);
  const received = new Set(receiver.received.map(({ id }) => id));
  expect([...received].sort()).toEqual(delivered.map(({ id }) => id).sort());
  for (const webhook of receiver.received) verifyWebhook(webhook, made.body.secret);
  const told = (type: string) =>
    new Set(
      receiver.received
        .filter((webhook) => webhook.type === type)
        .map(({ data }) => data['rewardId'] ?? data['distributionId']),
    ).size;
  expect(told('reward.credited')).toBe(RECIPIENTS);
  expect(told('reward.delivered')).toBe(RECIPIENTS);
  expect(told('distribution.completed')).toBe(1);
  const twice = receiver.received.length - EVENTS;
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  tellMeasured(`${EVENTS} webhooks with 2 kills: ${seconds} s, ${twice} came twice`);
}, 400_000);
