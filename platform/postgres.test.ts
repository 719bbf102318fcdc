import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { LOOPBACK, drawFreePort, isPortFree } from './ports';
import { startPostgres } from './postgres';
import { readFileIfAny } from './private-files';
import type { RunningPart } from './running-part';
import { temporaryDataDir } from './supervisor-under-test';

let folder: string;
let port: number;
const started: RunningPart[] = [];

beforeAll(async () => {
  folder = temporaryDataDir();
  port = await drawFreePort();
});

afterAll(async () => {
  await Promise.all(started.map(async (part) => part.stop()));
  const elsewhere = readFileIfAny(path.join(folder, 'closed', 'cluster-location'))?.trim();
  if (elsewhere) rmSync(elsewhere, { recursive: true });
  rmSync(folder, { recursive: true, force: true });
});

async function start(dataDir = path.join(folder, 'postgres')) {
  const part = await startPostgres({ dataDir, port, log: path.join(folder, 'postgres.log') });
  started.push(part);
  return part;
}

async function connect(databaseUrl: string): Promise<Client> {
  const client = new Client(databaseUrl);
  client.on('error', () => undefined); // The server of an open session is killed below.
  await client.connect();
  return client;
}

async function query(databaseUrl: string, sql: string): Promise<unknown[]> {
  const client = await connect(databaseUrl);
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('what was committed survives kill -9 of the server, with sessions open', async () => {
  const first = await start();
  await query(first.databaseUrl, `CREATE TABLE kept AS SELECT 'a word' AS word`);
  const session = await connect(first.databaseUrl);
  const sleep = session.query('SELECT pg_sleep(60)').catch(() => 'broken');
  process.kill(first.pid, 'SIGKILL');
  await first.exited;

  const second = await start();
  expect(second.databaseUrl).toBe(first.databaseUrl);
  expect(await query(second.databaseUrl, 'TABLE kept')).toEqual([{ word: 'a word' }]);
  expect(await sleep).toBe('broken');
  await second.stop();
});

test('a server that an earlier run left on the same data is stopped before the next one starts', async () => {
  const orphan = await start();
  const next = await start();

  expect(await orphan.exited).toEqual({ code: 0, signal: null });
  expect(await query(next.databaseUrl, 'TABLE kept')).toHaveLength(1);
  await next.stop();
});

test('a pid file that names a living stranger does not stop a start, nor the stranger', async () => {
  const first = await start();
  const pidFile = path.join(folder, 'postgres', 'cluster', 'postmaster.pid');
  const content = readFileSync(pidFile, 'utf8');
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  writeFileSync(pidFile, content.replace(/^\d+/, String(process.pid)));

  const second = await start();
  expect(await query(second.databaseUrl, 'TABLE kept')).toHaveLength(1);
  await second.stop();
});

test('the server syncs every commit, speaks UTF-8, and lives in UTC', async () => {
  const { databaseUrl, stop } = await start();
  const sql = `SELECT name, setting FROM pg_settings WHERE name = ANY (ARRAY[
    'fsync', 'synchronous_commit', 'server_encoding', 'TimeZone', 'max_connections'])`;

  expect(await query(databaseUrl, sql)).toEqual(
    expect.arrayContaining([
      { name: 'fsync', setting: 'on' },
      { name: 'synchronous_commit', setting: 'on' },
      { name: 'server_encoding', setting: 'UTF8' },
      { name: 'TimeZone', setting: 'UTC' },
      { name: 'max_connections', setting: '200' },
    ]),
  );
  expect(await query(databaseUrl, `SELECT upper('ümläut') AS word`)).toEqual([{ word: 'ÜMLÄUT' }]);
  await stop();
});

test('only this machine reaches it, and only with the password', async () => {
  const { databaseUrl, stop } = await start();
  const wrong = databaseUrl.replace(/:[^:@]+@/, ':wrong@');

  await expect(query(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed');
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, address }) => family === 'IPv4' && address !== LOOPBACK);
  for (const { address } of others) expect(await isPortFree(port, address)).toBe(true);
  await stop();
});

test('a start that was killed while it made the cluster is made good by the next', async () => {
  const dataDir = path.join(folder, 'again');
  const halfMade = path.join(dataDir, 'half-made-0');
  mkdirSync(path.join(halfMade, 'cluster'), { recursive: true });
  writeFileSync(path.join(halfMade, 'cluster', 'PG_VERSION'), '18\n');

  const { stop } = await start(dataDir);
  expect(existsSync(halfMade)).toBe(false);
  await stop();
});

test('a data directory that only its owner may enter is kept working, wherever the data stands', async () => {
  const closed = path.join(folder, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const first = await start(closed);
  await query(first.databaseUrl, 'CREATE TABLE kept ()');
  await first.stop();
  chmodSync(closed, 0o755);

  const second = await start(closed);
  expect(await query(second.databaseUrl, 'TABLE kept')).toEqual([]);
  await second.stop();
});

test('an error of the start shows the end of the server’s log', async () => {
  const blocker = await start();
  const other = startPostgres({
    dataDir: path.join(folder, 'again'),
    port,
    log: path.join(folder, 'other.log'),
  });

  await expect(other).rejects.toThrow(
    /ended at once[\s\S]*could not bind[\s\S]*Address already in use/,
  );
  await blocker.stop();
});
