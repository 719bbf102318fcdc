import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { builtProgram } from './built-program';
import { dataDirFiles } from './data-dir-files';
import { inheritedEnvironment } from './inherited-environment';
import { readFileIfAny } from './private-files';
import { isAlive } from './process-identity';
import type { ReadyFile } from './ready-file';
import { exitOf, type PartExit } from './running-part';
import type { OwnPrograms } from './start-all';
import { stopProcess } from './stop-process';
import type { WatchedProcess } from './watched-process';

/** A supervisor in a process of its own, which runs fakes of our programs, for the tests. */
export interface SupervisorUnderTest {
  pid: number;
  exited: Promise<PartExit>;
  output(): string;
  kill(signal: NodeJS.Signals): void;
}

/** @param user whose process it shall be; without it, ours */
export function startSupervisor({
  dataDir,
  settings = {},
  programs = {},
  user,
}: {
  dataDir: string;
  settings?: NodeJS.ProcessEnv;
  programs?: Partial<Record<keyof OwnPrograms, string>>;
  user?: { uid: number; gid: number } | undefined;
}): SupervisorUnderTest {
  const { migrate = FAKE_MIGRATE, app = FAKE_APP, worker = FAKE_WORKER } = programs;
  const { bounces = FAKE_BOUNCES } = programs;
  const ours = {
    ...{ migrate: ['-e', migrate], app: ['-e', app] },
    ...{ worker: ['-e', worker], bounces: ['-e', bounces] },
  };
  const script = `
    require(${JSON.stringify(builtProgram('platform/supervisor'))}).runSupervisor({
      config: require(${JSON.stringify(builtProgram('config'))}).readConfig(),
      programs: ${JSON.stringify(ours)},
      environment: process.env,
      print: console.log,
    }).then(() => process.exit(0), (err) => { console.error(err.message); process.exit(1); })`;
  const environment = { ...inheritedEnvironment(), BESTOW_DATA_DIR: dataDir, ...settings };
  const child = spawn(process.execPath, ['-e', script], { env: environment, cwd: '/', ...user });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const { pid } = child;
  if (pid === undefined) throw new Error(`No process for ${process.execPath}`);
  return { pid, exited: exitOf(child), output: () => output, kill: (signal) => child.kill(signal) };
}

/** Answers as the app does, tells its environment, and on its way out whether the database is up. */
const FAKE_APP = `
  const { BESTOW_PORT, BESTOW_HOST, BESTOW_DATA_DIR, DATABASE_URL } = process.env;
  require('node:http').createServer((request, response) => {
    response.end(request.url === '/environment' ? JSON.stringify(process.env) : 'ok');
  }).listen(Number(BESTOW_PORT), BESTOW_HOST);
  process.on('SIGTERM', () => {
    const socket = require('node:net').connect(Number(new URL(DATABASE_URL).port), '127.0.0.1');
    const tell = (text) => {
      require('node:fs').writeFileSync(BESTOW_DATA_DIR + '/last-words', text);
      process.exit(0);
    };
    socket.on('connect', () => tell('the database is up'));
    socket.on('error', () => tell('the database is down'));
  });`;
const FAKE_MIGRATE = `console.log('noise'); console.log('{"companyId":"c1","apiKey":"k1"}')`;
const FAKE_BOUNCES = `require('node:net').createServer().listen(Number(process.env.BESTOW_BOUNCE_PORT))`;
const FAKE_WORKER = `setInterval(() => undefined, 1000)`;

/** Enterable by the user that PostgreSQL runs as, unlike what mkdtemp makes. */
export function temporaryDataDir(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'bestow-platform-'));
  chmodSync(folder, 0o755);
  return folder;
}

export function readReady(dataDir: string): ReadyFile {
  return JSON.parse(readFileSync(dataDirFiles(dataDir).ready, 'utf8')) as ReadyFile;
}

/** What the supervisor of this data directory runs now, by its own record. */
export function recordedProcesses(dataDir: string): WatchedProcess[] {
  const content = readFileIfAny(dataDirFiles(dataDir).processes);
  if (content === undefined) return [];
  return (JSON.parse(content) as { processes: WatchedProcess[] }).processes;
}

/** Whatever a test that failed has left running, so that the next one is not disturbed. */
export async function stopWhatRuns(
  dataDir: string,
  started: readonly SupervisorUnderTest[],
): Promise<void> {
  for (const supervisor of started) supervisor.kill('SIGKILL');
  await Promise.all(started.map(async ({ exited }) => exited));
  const left = recordedProcesses(dataDir).filter(isAlive);
  await Promise.all(left.map(async (process) => stopProcess(process, process.stopSteps)));
}
