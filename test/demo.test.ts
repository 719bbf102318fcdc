import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { inheritedEnvironment } from '../platform/inherited-environment';
import { createApiClient } from './support/api-client';
import { CHECKOUT } from './support/checkout';
import { useCleanUp } from './support/clean-up';
import { startPlatform } from './support/platform-process';
import { createTemporaryDirectory } from './support/temporary-directory';
import { startWatchdog } from './support/watchdog';

const atTheEnd = useCleanUp();
const CHARGED = 3_125;

test('npm run demo works against a running platform, as often as it is run', async () => {
  const platform = await startPlatform();
  atTheEnd(() => platform.stop());
  const { url, mailUrl, temporalUrl, demo } = await platform.readReady();

  const first = await runDemo(platform.dataDir);
  expect(first.output).toContain('9 of 12 rows can be sent, 3,125 points.');
  expect(first.output).toContain('Balance now 1,000,000, after the send 996,875.');
  expect(first.output).toMatch(/Asha Rao .* delivered/);
  expect(first.output).toMatch(/Nina Newcomer .* awaiting registration/);
  expect(first.output).toMatch(/Quentin Roy .* registered with another company/);
  expect(first.output).toMatch(/Ada Admin .* belongs to an admin/);
  expect(first.output).toMatch(/Maria Peña .* not valid/);
  expect(first.output).toContain(`${temporalUrl}/namespaces/default/workflows/distribution%2F`);
  expect(first.code).toBe(0);

  const mailId = /#\/email\/(\w+)/.exec(first.output)?.[1];
  const mail = (await (await fetch(`${mailUrl}/api/email/${mailId}`)).json()) as { text: string };
  expect(mail.text).toContain(`${url}/register/`);

  const second = await runDemo(platform.dataDir);
  expect(second.output).toContain('Balance now 996,875, after the send 993,750.');
  expect(second.code).toBe(0);
  const { balance } = await createApiClient({ url, apiKey: demo.apiKey }).getBalance();
  expect(balance).toBe(1_000_000 - 2 * CHARGED);
}, 150_000);

test('npm run demo in a script starts a platform for itself and stops it again', async () => {
  const dataDir = await createTemporaryDirectory();
  atTheEnd(() => rm(dataDir, { recursive: true, force: true }));
  const { code, output } = await runDemo(dataDir);
  expect(output).toContain('the platform is started first');
  expect(output).toContain('Balance       996,875, and 600 held for invited people');
  expect(output).toContain('Stopped.');
  expect(code).toBe(0);
  expect(existsSync(path.join(dataDir, 'ready.json'))).toBe(false);
}, 120_000);

test('npm run demo that cannot start a platform says so and fails', async () => {
  const dataDir = await createTemporaryDirectory();
  atTheEnd(() => rm(dataDir, { recursive: true, force: true }));
  const { code, output } = await runDemo(dataDir, { BESTOW_PORT: 'none' });
  expect(output).toContain('BESTOW_PORT');
  expect(code).not.toBe(0);
});

/** The program of `npm run demo`, without what npm prints. */
async function runDemo(
  dataDir: string,
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; output: string }> {
  const { PATH, HOME, TEMPORAL_CLI_PATH } = inheritedEnvironment();
  const child = spawn(process.execPath, [path.join(CHECKOUT, 'dist/examples/demo.js')], {
    env: { PATH, HOME, TEMPORAL_CLI_PATH, BESTOW_DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const watchdog = startWatchdog();
  watchdog.watch(child.pid!);
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  watchdog.forget(child.pid!);
  await watchdog.end();
  return { code, output };
}
