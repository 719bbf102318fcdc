import { chownSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { Client } from 'pg';
import { waitFor } from '../test/support/wait-for';
import { dataDirFiles } from './data-dir-files';
import { getOk } from './get-ok';
import { drawFreePort } from './ports';
import { isAlive } from './process-identity';
import type { ReadyFile } from './ready-file';
import {
  readReady,
  recordedProcesses,
  startSupervisor,
  stopWhatRuns,
  temporaryDataDir,
  type SupervisorUnderTest,
} from './supervisor-under-test';
import { canEnter, unprivilegedUser } from './unprivileged-user';

/** So that a test which is not about them does not wait for them. */
const ELSEWHERE = {
  TEMPORAL_ADDRESS: 'temporal.example:7233',
  SMTP_URL: 'smtp://mail.example:25',
  BESTOW_CARRIER_URL: 'https://carrier.example',
  BESTOW_CARRIER_SECRET: 'a secret of the carrier, of 32 characters',
};

let dataDir: string;
let port: number;
const started: SupervisorUnderTest[] = [];

beforeAll(async () => {
  // One for all tests: making a cluster takes longer than the rest of a start.
  dataDir = temporaryDataDir();
});

afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

async function stopAll(): Promise<void> {
  await stopWhatRuns(dataDir, started.splice(0));
}

function start(options: Omit<Parameters<typeof startSupervisor>[0], 'dataDir'> = {}) {
  const settings = { BESTOW_PORT: String(port), ...options.settings };
  const supervisor = startSupervisor({ ...options, dataDir, settings });
  started.push(supervisor);
  return supervisor;
}

async function ready(supervisor: SupervisorUnderTest, folder = dataDir): Promise<ReadyFile> {
  const ended = supervisor.exited.then(() => {
    throw new Error(`The supervisor ended:\n${supervisor.output()}`);
  });
  const isReady = waitFor('ready.json', () => {
    const content = readReady(folder);
    return content.pids.supervisor === supervisor.pid && content;
  });
  return Promise.race([isReady, ended]);
}

async function query(databaseUrl: string, sql: string): Promise<unknown[]> {
  const client = new Client(databaseUrl);
  client.on('error', () => undefined); // A server that is killed meanwhile: the call rejects too.
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function waitUntilNothingIsLeft(processes = recordedProcesses(dataDir)): Promise<void> {
  await waitFor('all processes to end', () => !processes.some(isAlive), {
    lastSeen: () => processes.filter(isAlive),
  });
}

describe('npm start, all parts embedded', () => {
  let supervisor: SupervisorUnderTest;

  beforeAll(async () => {
    port = await drawFreePort();
    supervisor = start({ settings: { BESTOW_WORKERS: '2' } });
    await ready(supervisor);
  });

  afterAll(stopAll);

  test('ready.json tells its owner, and nobody else, where everything is', async () => {
    const content = readReady(dataDir);
    const { pids } = content;

    expect(statSync(dataDirFiles(dataDir).ready).mode & 0o777).toBe(0o600);
    expect(content.url).toBe(`http://127.0.0.1:${port}`);
    expect(content.demo).toEqual({ companyId: 'c1', apiKey: 'k1' });
    const parts = ['app', 'bounces', 'carrier', 'mail', 'postgres', 'supervisor', 'temporal'];
    expect(Object.keys(pids).sort()).toEqual([...parts, 'worker', 'worker2']);
    const recorded = recordedProcesses(dataDir).map(({ pid }) => pid);
    expect(recorded).toEqual(expect.arrayContaining([pids.app, pids.postgres, pids.mail]));
    // The line follows the file.
    await waitFor('the line', () => supervisor.output().includes('Bestow is ready'));
  });

  test('the app is told the addresses and a secret by its environment', async () => {
    const content = readReady(dataDir);
    const response = await fetch(`${content.url}/environment`);

    expect(await response.json()).toMatchObject({
      DATABASE_URL: content.databaseUrl,
      TEMPORAL_ADDRESS: content.temporalAddress,
      TEMPORAL_UI_URL: content.temporalUrl,
      SMTP_URL: content.smtpUrl,
      BESTOW_PORT: String(port),
      BESTOW_HOST: '127.0.0.1',
      BESTOW_PUBLIC_URL: content.url,
      BESTOW_DATA_DIR: dataDir,
      BESTOW_SECRET: expect.stringMatching(/^.{32,}$/),
    });
  });

  test('a second start on the same data directory is refused and told where the first one is', async () => {
    const second = start();

    expect(await second.exited).toMatchObject({ code: 1 });
    expect(second.output()).toContain(`already runs on ${dataDir}: http://127.0.0.1:${port}`);
    expect(readReady(dataDir).pids.supervisor).toBe(supervisor.pid);
  });

  test.each(['app', 'postgres', 'temporal', 'mail', 'carrier', 'worker2'])(
    'the %s, killed, is back at its address, the others are left alone, and the pids are right',
    async (name) => {
      const before = readReady(dataDir);
      process.kill(before.pids[name]!, 'SIGKILL');
      const after = await waitFor(`a new ${name}`, () => {
        const now = readReady(dataDir);
        return now.pids[name] !== before.pids[name] && now;
      });

      expect(after).toEqual({ ...before, pids: { ...before.pids, [name]: expect.any(Number) } });
      await waitFor('the platform to answer again', async () => {
        await Promise.all([
          getOk(after.url),
          getOk(after.mailUrl!),
          getOk(after.temporalUrl!),
          query(after.databaseUrl, 'SELECT 1'),
        ]);
        return true;
      });
      expect(readReady(dataDir)).toEqual(after);
    },
  );

  test('Ctrl-C stops everything, the app before its database, and takes ready.json away', async () => {
    const processes = recordedProcesses(dataDir);
    supervisor.kill('SIGINT');

    expect(await supervisor.exited).toEqual({ code: 0, signal: null });
    expect(processes.filter(isAlive)).toEqual([]);
    expect(readFileSync(path.join(dataDir, 'last-words'), 'utf8')).toBe('the database is up');
    expect(() => readReady(dataDir)).toThrow('ENOENT');
  });
});

describe('npm start', () => {
  beforeEach(async () => {
    port = await drawFreePort();
  });

  afterEach(stopAll);

  test('a supervisor that is killed leaves no process behind, and no data is lost', async () => {
    const first = start({ settings: ELSEWHERE });
    const { databaseUrl } = await ready(first);
    await query(databaseUrl, `CREATE TABLE kept AS SELECT 'a word' AS word`);
    const processes = recordedProcesses(dataDir);
    expect(processes.map(({ name }) => name).sort()).toEqual(['app', 'guardian', 'postgres']);

    first.kill('SIGKILL');
    await waitUntilNothingIsLeft(processes);
    expect(() => readReady(dataDir)).toThrow('ENOENT');

    const again = await ready(start({ settings: ELSEWHERE }));
    expect(again.databaseUrl).toBe(databaseUrl);
    expect(await query(again.databaseUrl, 'TABLE kept')).toEqual([{ word: 'a word' }]);
  });

  test('a start cleans up when its predecessor and that one’s guardian were both killed', async () => {
    const first = start({ settings: ELSEWHERE });
    await ready(first);
    const processes = recordedProcesses(dataDir);
    const guardian = processes.find(({ name }) => name === 'guardian')!;
    process.kill(guardian.pid, 'SIGKILL');
    first.kill('SIGKILL');
    await first.exited;

    const second = start({ settings: ELSEWHERE });
    await ready(second);
    expect(second.output()).toContain('Stopping what an earlier run left');
    expect(processes.filter(isAlive)).toEqual([]);
  });

  test('a guardian that is killed is replaced, and its successor knows the processes', async () => {
    const supervisor = start({ settings: ELSEWHERE });
    await ready(supervisor);
    const guardianPid = () =>
      recordedProcesses(dataDir).find(({ name }) => name === 'guardian')?.pid;
    const before = guardianPid()!;
    process.kill(before, 'SIGKILL');
    await waitFor('another guardian', () => guardianPid() !== before);

    const processes = recordedProcesses(dataDir);
    supervisor.kill('SIGKILL');
    await waitUntilNothingIsLeft(processes);
  });

  test('a pid of an earlier run that belongs to another process by now is left alone', async () => {
    const stranger = { name: 'app', goesFirst: true, pid: process.pid, startedAt: 'long ago' };
    const record = { supervisor: stranger, processes: [{ ...stranger, stopSteps: [] }] };
    writeFileSync(dataDirFiles(dataDir).processes, JSON.stringify(record));
    writeFileSync(dataDirFiles(dataDir).lock, JSON.stringify(stranger));

    await ready(start({ settings: ELSEWHERE }));
  });

  test('a port that was asked for and is busy is a clear error, and nothing is started', async () => {
    const other: Server = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const supervisor = start({ settings: ELSEWHERE });

    expect(await supervisor.exited).toMatchObject({ code: 1 });
    expect(supervisor.output()).toContain(`Port ${port} (BESTOW_PORT) is busy on 127.0.0.1`);
    expect(recordedProcesses(dataDir)).toEqual([]);
    other.close();
  });

  test('parts whose address is set run elsewhere: they are used and not started', async () => {
    const settings = { ...ELSEWHERE, DATABASE_URL: 'postgresql://db.example/x' };
    const content = await ready(start({ settings }));

    expect(Object.keys(content.pids).sort()).toEqual(['app', 'supervisor']);
    expect(content).toMatchObject({
      mailUrl: null,
      temporalUrl: null,
      temporalAddress: ELSEWHERE.TEMPORAL_ADDRESS,
      smtpUrl: ELSEWHERE.SMTP_URL,
      bounceSmtpUrl: null,
      databaseUrl: settings.DATABASE_URL,
    });
  });

  test.each([
    ['app', `console.error('no such setting'); process.exit(3)`, 'app ended at once (code 3)'],
    ['migrate', `console.error('no such setting'); process.exit(3)`, 'The migrations failed'],
  ])('a start whose %s fails says why and leaves nothing', async (name, program, message) => {
    const supervisor = start({ settings: ELSEWHERE, programs: { [name]: program } });
    const seen = await waitFor('a database', () => {
      const processes = recordedProcesses(dataDir);
      return processes.some((candidate) => candidate.name === 'postgres') && processes;
    });

    expect(await supervisor.exited).toMatchObject({ code: 1 });
    expect(supervisor.output()).toContain(message);
    expect(supervisor.output()).toContain('no such setting');
    expect(seen.filter(isAlive)).toEqual([]);
  });

  test('Ctrl-C during the start ends it, with nothing left', async () => {
    const supervisor = start({
      settings: ELSEWHERE,
      programs: { app: 'setInterval(() => 0, 99)' },
    });
    const processes = await waitFor('an app that does not get ready', () => {
      const all = recordedProcesses(dataDir);
      return all.some(({ name }) => name === 'app') && all;
    });
    supervisor.kill('SIGINT');

    expect(await supervisor.exited).toEqual({ code: 0, signal: null });
    expect(processes.filter(isAlive)).toEqual([]);
  });

  test('an ordinary user needs nothing of root', async () => {
    const user = unprivilegedUser();
    // Root's checkout may be where nobody else can read it; then root is all that can be tested.
    const isPossible = user !== undefined && canEnter(user, __dirname);
    const own = temporaryDataDir();
    if (isPossible) chownSync(own, user.uid, user.gid);
    const supervisor = start({
      settings: { ...ELSEWHERE, BESTOW_DATA_DIR: own },
      user: isPossible ? { uid: user.uid, gid: user.gid } : undefined,
    });

    const { databaseUrl } = await ready(supervisor, own);
    expect(await query(databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    supervisor.kill('SIGTERM');
    expect(await supervisor.exited).toEqual({ code: 0, signal: null });
    rmSync(own, { recursive: true });
  });
});
