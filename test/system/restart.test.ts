import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createApiClient, type ApiClient } from '../support/api-client';
import { useCleanUp } from '../support/clean-up';
import { tellMeasured } from '../support/measured';
import { startPlatform, type PlatformProcess, type Ready } from '../support/platform-process';
import { waitFor } from '../support/wait-for';
import { reconcile } from '../support/ask-database';

/** Stopping, being killed, and starting again on the same data, with the embedded inbox. */

let platform: PlatformProcess;
let ready: Ready;
let acme: ApiClient;
const cleanUp = useCleanUp();

beforeAll(async () => {
  platform = await startPlatform();
  cleanUp(() => platform.stop());
  ready = await platform.readReady();
  acme = createApiClient({ url: ready.url, apiKey: ready.demo.apiKey });
  tellMeasured(`first start ready after ${lastStartSeconds()} s`);
}, 120_000);

const asha = { name: 'Asha Rao', email: 'asha.rao@acme.example', points: 11 };

test('a second start on the same data is ready again, and everything is still there', async () => {
  const first = await sendAndComplete('Before the stop');
  const invited = await acme.send({
    recipients: [{ name: 'Nora', email: 'nora@example.com', points: 5 }],
  });
  const link = await waitFor('the invitation', () => findInInbox(/http\S+\/register\/[\w-]+/));
  const before = await acme.getBalance();
  expect(before.held).toBe(5);

  const again = await platform.restartFromDisk();
  tellMeasured(`second start ready after ${lastStartSeconds()} s`);
  const { pids: _before, ...addresses } = ready;
  const { pids: _after, ...addressesAgain } = again;
  expect(addressesAgain).toEqual(addresses);

  expect(await acme.getBalance()).toEqual(before);
  expect(await acme.getDistribution(first)).toMatchObject({ id: first, status: 'completed' });
  expect(await findInInbox(/Before the stop/)).toBeDefined();
  // The workflow that waited for this person is still waiting.
  const used = await fetch(link, { method: 'POST', body: new URLSearchParams({ name: 'Nora' }) });
  expect(used.status).toBe(200);
  await acme.waitForDistribution(invited.body.id, 'completed');
  await sendAndComplete('After the second start');
  expect(await reconcile(again.databaseUrl)).toBe('0 differences');
}, 120_000);

test('a supervisor that is killed with -9 leaves no process behind, and the data starts again', async () => {
  const { supervisor } = (await platform.readReady()).pids;
  const family = await listDescendants(supervisor);
  expect(family.length).toBeGreaterThan(5);
  const before = await acme.getBalance();

  const killedAt = performance.now();
  await platform.killPart('supervisor');
  await waitFor(
    'every process of the platform to be gone',
    async () => {
      const alive = await listProcesses();
      return family.every(({ pid }) => !alive.some((process) => process.pid === pid));
    },
    { timeoutMilliseconds: 60_000, intervalMilliseconds: 100, lastSeen: () => family },
  );
  const milliseconds = Math.round(performance.now() - killedAt);
  tellMeasured(`${family.length} processes were gone ${milliseconds} ms after their supervisor`);
  await expect(platform.readReady()).rejects.toThrow(/ENOENT/);

  await platform.restartFromDisk();
  tellMeasured(`start after the kill ready after ${lastStartSeconds()} s`);
  expect(await acme.getBalance()).toEqual(before);
  await sendAndComplete('After the kill');
  expect(await reconcile(ready.databaseUrl)).toBe('0 differences');
}, 180_000);

async function sendAndComplete(citation: string): Promise<string> {
  const { balance } = await acme.getBalance();
  const { status, body } = await acme.send({ recipients: [{ ...asha, citation }] });
  expect(status).toBe(201);
  await acme.waitForDistribution(body.id, 'completed');
  expect((await acme.getBalance()).balance).toBe(balance - asha.points);
  await waitFor(`the mail "${citation}"`, () => findInInbox(new RegExp(citation)));
  return body.id;
}

/** What a pattern finds in the mails of the embedded inbox. */
async function findInInbox(pattern: RegExp): Promise<string | undefined> {
  const response = await fetch(new URL('/api/email', ready.mailUrl));
  return pattern.exec(await response.text())?.[0];
}

function lastStartSeconds(): string {
  return [...platform.output().matchAll(/Bestow is ready \(([\d.]+) s\)/g)].at(-1)![1]!;
}

interface ListedProcess {
  pid: number;
  parentPid: number;
}

/** Without zombies: they have ended, and wait for a parent that may never ask. */
async function listProcesses(): Promise<ListedProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,stat=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , state]) => !state!.startsWith('Z'))
    .map(([pid, parentPid]) => ({ pid: Number(pid), parentPid: Number(parentPid) }));
}

async function listDescendants(pid: number): Promise<ListedProcess[]> {
  const all = await listProcesses();
  const descendantsOf = (parent: number): ListedProcess[] =>
    all
      .filter(({ parentPid }) => parentPid === parent)
      .flatMap((child) => [child, ...descendantsOf(child.pid)]);
  return descendantsOf(pid);
}
