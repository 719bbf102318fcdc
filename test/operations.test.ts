import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Distribution } from '../contracts/distributions';
import { inheritedEnvironment } from '../platform/inherited-environment';
import { findTemporalBinary } from '../platform/temporal-binary';
import { createDatabase } from '../db/pool';
import { createApiClient, type ApiClient } from './support/api-client';
import { CHECKOUT } from './support/checkout';
import { useCleanUp } from './support/clean-up';
import { type PlatformProcess, startPlatform } from './support/platform-process';
import { makeBuyer, makeGoods, placeOne } from './support/orders';
import { waitFor } from './support/wait-for';

/** Every command that docs/OPERATIONS.md gives to an operator is run as it stands there. */
const run = promisify(execFile);
const page = readFileSync(path.join(CHECKOUT, 'docs', 'OPERATIONS.md'), 'utf8');
const commands = [...page.matchAll(/```sh\n(.*?)```/gs)]
  .flatMap(([, block = '']) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
  .filter((line) => /^temporal (workflow|schedule|task-queue) /.test(line));

const atTheEnd = useCleanUp();
let platform: PlatformProcess;
let api: ApiClient;
let temporal: string;
let companyId: string;

beforeAll(async () => {
  platform = await startPlatform();
  atTheEnd(() => platform.stop());
  const { url, demo } = await platform.readReady();
  api = createApiClient({ url, apiKey: demo.apiKey });
  companyId = demo.companyId;
  temporal = await findTemporalBinary();
}, 120_000);

const recipients = [{ name: 'Asha Rao', email: 'asha.rao@acme.example', points: 1 }];

/** Something new for a command to be about, in the state that the page speaks of. */
async function subjectOf(command: string): Promise<Record<string, string>> {
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  if (command.includes('<ticket id>')) {
    const made = await api.request<{ id: string }>('POST', '/tickets', {
      ...{ subject: 'Help', text: 'Please' },
    });
    await waitUntilItRuns(`ticket/${made.body.id}`);
    return { 'ticket id': made.body.id };
  }
  if (command.includes('<order id>')) return { 'order id': await placeOrder() };
  if (command.includes('<recharge id>')) {
    const asked = await api.request<{ id: string }>('POST', '/recharges/request', { points: 10 });
    await waitUntilItRuns(`recharge/${asked.body.id}`);
    return { 'recharge id': asked.body.id };
  }
  if (command.includes('<endpoint id>')) {
    // Nobody listens there, so that what it is told waits for its next attempt.
    const url = 'http://127.0.0.1:1/';
    const made = await api.request<{ id: string }>('POST', '/webhooks', { url });
    await api.send({ recipients, sendAt: inAnHour });
    await waitUntilItRuns(`webhooks/${made.body.id}`);
    return { 'endpoint id': made.body.id };
  }
  if (command.includes('<n>')) {
    const sent = await api.send({ recipients });
    await api.waitForDistribution(sent.body.id, 'completed');
    const rewardId = sent.body.rewards[0]!.id;
    const resend = await api.request<{ n: number }>('POST', `/rewards/${rewardId}/resend`, {
      at: inAnHour,
    });
    await waitUntilItRuns(`resend/${rewardId}/${resend.body.n}`);
    return { 'reward id': rewardId, n: String(resend.body.n) };
  }
  const sent = await api.send({ recipients, sendAt: inAnHour });
  await waitUntilItRuns(`distribution/${sent.body.id}`);
  return {
    ...{ 'distribution id': sent.body.id, 'company id': companyId },
    'reward id': sent.body.rewards[0]!.id,
  };
}

/** An order whose run is under way; straight in the database, since people order by their session. */
async function placeOrder(): Promise<string> {
  const { databaseUrl } = await platform.readReady();
  const db = createDatabase({ databaseUrl, role: 'bestow_worker', connections: 1 });
  try {
    const orderId = await placeOne(db, await makeBuyer(db, 100), await makeGoods(db));
    const input = JSON.stringify({ orderId });
    await tell(
      `temporal workflow start --workflow-id 'order/${orderId}' --type fulfilOrder --task-queue bestow --input '${input}'`,
    );
    return orderId;
  } finally {
    await db.destroy();
  }
}

async function waitUntilItRuns(workflowId: string): Promise<void> {
  await waitFor(`${workflowId} to run`, () =>
    tell(`temporal workflow describe --workflow-id '${workflowId}'`).then(
      () => true,
      () => false,
    ),
  );
}

async function tell(command: string): Promise<string> {
  const { temporalAddress } = await platform.readReady();
  const { PATH, HOME } = inheritedEnvironment();
  const { stdout } = await run('bash', ['-euc', command.replace(/^temporal/, `'${temporal}'`)], {
    env: { PATH, HOME, TEMPORAL_ADDRESS: temporalAddress },
  });
  return stdout;
}

test.each(commands)('%s', async (command) => {
  const subject = await subjectOf(command);
  const named = command.replaceAll(/<([^>]+)>/g, (_, name: string) => subject[name] ?? name);
  expect(named).not.toMatch(/<|undefined/);
  await tell(named);
  const id = subject['distribution id'];
  const status = STATUS_AFTER[/--name (\w+)/.exec(command)?.[1] ?? ''];
  if (id === undefined || status === undefined) return;
  await waitFor(`${command} to have done it`, async () => {
    const now = await api.request<Distribution>('GET', `/distributions/${id}`);
    return status(now.body);
  });
});

/** What a signal to a scheduled distribution does. */
const STATUS_AFTER: Record<string, (now: Distribution) => boolean> = {
  cancel: ({ status }) => status === 'cancelled',
  reschedule: ({ sendAt }) => sendAt === '2027-03-01T03:30:00.000Z',
  sendNow: ({ status }) => status === 'completed',
};

test('the page has a command for each signal', () => {
  const told = commands.flatMap((command) => /--(?:signal-)?name (\w+)/.exec(command)?.[1] ?? []);
  expect(new Set(told)).toEqual(
    new Set([
      ...['mailBounced', 'recipientRegistered', 'cancel', 'reschedule', 'sendNow'],
      ...['fundsAvailable', 'orderChanged', 'dispatched', 'attemptFailed', 'delivered', 'returned'],
      ...[
        'answered',
        'customerReplied',
        'resolved',
        'reopened',
        'ticketChanged',
        'paid',
        'newEvents',
      ],
    ]),
  );
});
