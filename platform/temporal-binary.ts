import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readConfig } from '../config';
import { inheritedEnvironment } from './inherited-environment';

const run = promisify(execFile);

/** The Temporal CLI, whose `server start-dev` is the server; it is not an npm package. */
const TEMPORAL_VERSION = '1.5.1';
const EXECUTABLE = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

export interface TemporalSearch {
  /** Told before the steps that take long, as a line for the reader. */
  report?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * The Temporal CLI's executable: the one that TEMPORAL_CLI_PATH names, the one on the PATH, the one
 * in the user's cache, which all clones share; else it is brought into that cache, by the SDK's
 * download or by the Go compiler.
 *
 * @throws Error with the ways to get one
 */
export async function findTemporalBinary(search: TemporalSearch = {}): Promise<string> {
  const named = readConfig().TEMPORAL_CLI_PATH;
  if (named !== undefined) {
    if (await works(named)) return named;
    throw new Error(`TEMPORAL_CLI_PATH names ${named}, which does not answer to --version`);
  }
  for (const folder of (inheritedEnvironment().PATH ?? '').split(path.delimiter)) {
    const command = path.join(folder, EXECUTABLE);
    // The whole path: the server runs in an environment of its own, which has no PATH.
    if (path.isAbsolute(command) && existsSync(command) && (await works(command))) return command;
  }

  const cached = path.join(cacheFolder(), `temporal-${TEMPORAL_VERSION}`, EXECUTABLE);
  if (existsSync(cached)) return cached;
  mkdirSync(path.dirname(cached), { recursive: true });
  const whyNotDownloaded = await download(cached, search);
  if (whyNotDownloaded === undefined) return cached;
  const whyNotCompiled = await compile(cached, search);
  if (whyNotCompiled === undefined) return cached;
  throw new Error(howToGetOne(whyNotDownloaded, whyNotCompiled));
}

function howToGetOne(whyNotDownloaded: string, whyNotCompiled: string): string {
  return [
    'The Temporal server is missing. Any one of these gets it:',
    '  - install the Temporal CLI (https://docs.temporal.io/cli) so that `temporal` is on the PATH,',
    '    or set TEMPORAL_CLI_PATH to it',
    '  - start once where temporal.download can be reached, or where Go is installed: it is kept',
    '  - set TEMPORAL_ADDRESS to a server that runs elsewhere',
    `The download: ${whyNotDownloaded}`,
    `By Go: ${whyNotCompiled}`,
  ].join('\n');
}

/** A cold start of the 250 MB executable from a slow disk; a warm one takes 0.2 s. */
const VERSION_TIMEOUT_MILLISECONDS = 20_000;

/** False when it is not there, not executable, or made for another system. */
async function works(command: string): Promise<boolean> {
  return run(command, ['--version'], { timeout: VERSION_TIMEOUT_MILLISECONDS }).then(
    () => true,
    () => false,
  );
}

/** Of the user, shared by all clones. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = inheritedEnvironment();
  const fallback = {
    darwin: path.join(homedir(), 'Library', 'Caches'),
    win32: LOCALAPPDATA || path.join(homedir(), 'AppData', 'Local'),
  }[process.platform as string];
  return path.join(XDG_CACHE_HOME || fallback || path.join(homedir(), '.cache'), 'bestow');
}

/** Without network nothing has begun by then; with it, bytes arrive after 1 to 2 s. */
const DOWNLOAD_BEGINS_WITHIN_SECONDS = 12;
const DOWNLOAD_STALLS_AFTER_SECONDS = 30;

/**
 * By the SDK, which only offers it as part of starting a test server: in a process of its own, which
 * can be stopped when nothing comes. @returns why it failed
 */
async function download(cached: string, search: TemporalSearch): Promise<string | undefined> {
  const folder = path.dirname(cached);
  search.report?.('Temporal: downloading the server, once');
  const server = {
    executable: { type: 'cached-download', downloadDir: folder, version: `v${TEMPORAL_VERSION}` },
  };
  const script = `require('@temporalio/testing')
    .TestWorkflowEnvironment.createLocal({ server: ${JSON.stringify(server)} })
    .then((environment) => environment.teardown())
    .catch((err) => { console.error(err.message); process.exit(1); });`;
  const child = spawn(process.execPath, ['-e', script], {
    cwd: __dirname, // where @temporalio/testing is found from
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(search.signal && { signal: search.signal }),
  });
  const partial = path.join(folder, `temporal-v${TEMPORAL_VERSION}.downloading`);
  const whole = path.join(folder, `temporal-v${TEMPORAL_VERSION}`);
  const watch = new AbortController();
  const [failure] = await Promise.all([
    outcomeOf(child).finally(() => {
      watch.abort();
    }),
    stopWhenStalled(partial, watch.signal, () => child.kill('SIGKILL')),
  ]);
  search.signal?.throwIfAborted();
  if (failure !== undefined || !existsSync(whole)) {
    rmSync(partial, { force: true });
    return failure ?? 'nothing was downloaded';
  }
  renameSync(whole, cached);
  return undefined;
}

async function stopWhenStalled(file: string, over: AbortSignal, stop: () => void): Promise<void> {
  let size = -1;
  let deadline = performance.now() + DOWNLOAD_BEGINS_WITHIN_SECONDS * 1000;
  while (!over.aborted) {
    const now = statSync(file, { throwIfNoEntry: false })?.size ?? -1;
    if (now !== size) deadline = performance.now() + DOWNLOAD_STALLS_AFTER_SECONDS * 1000;
    size = now;
    if (performance.now() > deadline) {
      stop();
      return;
    }
    await delay(100);
  }
}

async function outcomeOf(child: ReturnType<typeof spawn>): Promise<string | undefined> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  return new Promise((resolve) => {
    child.once('error', (err) => {
      resolve(err.message);
    });
    child.once('close', (code, signal) => {
      if (code === 0) resolve(undefined);
      else resolve(signal === 'SIGKILL' ? 'temporal.download does not answer' : said.trim());
    });
  });
}

/** Three minutes on 2 cores; a slow machine with a slow network gets its time. */
const COMPILE_TIMEOUT_MILLISECONDS = 30 * 60_000;

/** Into a folder of its own and then renamed: two clones may do this at once. @returns why it failed */
async function compile(cached: string, search: TemporalSearch): Promise<string | undefined> {
  const workshop = `${cached}-${randomUUID()}`;
  const options = search.signal ? { signal: search.signal } : {};
  try {
    await run('go', ['version'], options);
    search.report?.('Temporal: compiling the server with Go, once (3 minutes on 2 cores)');
    await run('go', ['install', `github.com/temporalio/cli/cmd/temporal@v${TEMPORAL_VERSION}`], {
      ...options,
      cwd: homedir(), // outside any Go module, whose settings would count
      env: { ...inheritedEnvironment(), GOBIN: workshop, GOFLAGS: '' },
      timeout: COMPILE_TIMEOUT_MILLISECONDS,
    });
    linkSync(path.join(workshop, EXECUTABLE), cached);
    return undefined;
  } catch (err) {
    search.signal?.throwIfAborted();
    if (existsSync(cached)) return undefined; // Another clone was first.
    const { stderr, message } = err as Error & { stderr?: string };
    return stderr?.trim() || message;
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}
