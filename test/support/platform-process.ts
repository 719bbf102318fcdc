import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { drawFreePort } from '../../platform/ports';
import { CHECKOUT } from './checkout';
import { createTemporaryDirectory } from './temporary-directory';
import { waitFor } from './wait-for';
import { startWatchdog } from './watchdog';

/**
 * Starts the whole product as its user does, in a new data directory and on a free port, and waits
 * until it says that it is ready.
 *
 * @param env settings of config.ts; none is inherited from the tests' own environment.
 * @throws Error with the output when it ends, or is not ready in time.
 */
export async function startPlatform({
  env = {},
  timeoutMilliseconds = START_TIMEOUT_MILLISECONDS,
}: { env?: Record<string, string>; timeoutMilliseconds?: number } = {}): Promise<PlatformProcess> {
  const dataDir = await createTemporaryDirectory();
  const watchdog = startWatchdog();
  watchdog.removeAtEnd(dataDir);
  const settings = {
    ...inheritedEnvironment(),
    BESTOW_DATA_DIR: dataDir,
    BESTOW_PORT: String(await drawFreePort()),
    ...env,
  };
  let output = '';
  let child = await start();

  async function start(): Promise<ChildProcess> {
    const started = spawn(process.execPath, [path.join(CHECKOUT, 'dist', 'platform', 'start.js')], {
      cwd: CHECKOUT,
      env: settings,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.stdout.on('data', (chunk) => (output += String(chunk)));
    started.stderr.on('data', (chunk) => (output += String(chunk)));
    watchdog.watch(started.pid!);
    try {
      // A supervisor that was killed leaves its ready.json behind, so the pid has to be this one's.
      await waitForReady((ready) => ready.pids.supervisor === started.pid, started);
    } catch (error) {
      await watchdog.end();
      throw error;
    }
    return started;
  }

  async function readReady(): Promise<Ready> {
    return JSON.parse(await readFile(path.join(dataDir, 'ready.json'), 'utf8')) as Ready;
  }

  async function waitForReady(
    holds: (ready: Ready) => boolean,
    running: ChildProcess = child,
  ): Promise<Ready> {
    const seen = await waitFor(
      'the product to be ready',
      async () => {
        if (hasEnded(running)) return { endedEarly: true as const };
        const ready = await readReady();
        return holds(ready) && { endedEarly: false as const, ready };
      },
      { timeoutMilliseconds },
    ).catch((error: unknown) => {
      throw new Error(`The product is not ready. Its output:\n${output}`, { cause: error });
    });
    if (seen.endedEarly) throw new Error(`The product has ended. Its output:\n${output}`);
    return seen.ready;
  }

  async function end(): Promise<void> {
    if (!hasEnded(child)) child.kill('SIGINT');
    await waitFor('the product to stop', () => hasEnded(child), {
      timeoutMilliseconds: STOP_TIMEOUT_MILLISECONDS,
    }).catch((error: unknown) => {
      child.kill('SIGKILL');
      throw new Error(`Ctrl-C does not stop the product. Its output:\n${output}`, { cause: error });
    });
    watchdog.forget(child.pid!);
  }

  return {
    dataDir,
    readReady,
    waitForReady,
    output: () => output,
    killPart: async (part, signal = 'SIGKILL') => {
      const pid = (await readReady()).pids[part];
      if (pid === undefined) throw new Error(`ready.json names no ${part}`);
      process.kill(pid, signal);
      return pid;
    },
    restartFromDisk: async () => {
      await end();
      child = await start();
      return readReady();
    },
    stop: async () => {
      try {
        await end();
      } finally {
        await watchdog.end();
      }
    },
  };
}

export interface PlatformProcess {
  readonly dataDir: string;
  /** What ready.json says now: pids and addresses change when parts are restarted. */
  readReady(): Promise<Ready>;
  /** Waits until ready.json is there and `holds` of it. */
  waitForReady(holds: (ready: Ready) => boolean): Promise<Ready>;
  /** Everything that it printed so far, over all its starts. */
  output(): string;
  /** Kills a part (SIGKILL unless told otherwise) and gives the pid that it had. */
  killPart(part: keyof Ready['pids'], signal?: NodeJS.Signals): Promise<number>;
  /** Ctrl-C (if it still runs), then a new start on the same data and port. */
  restartFromDisk(): Promise<Ready>;
  /** Ctrl-C, then the data directory is removed. */
  stop(): Promise<void>;
}

/** The file that the product writes when all is up. */
export interface Ready {
  url: string;
  mailUrl: string;
  temporalUrl: string;
  temporalAddress: string;
  databaseUrl: string;
  smtpUrl: string;
  bounceSmtpUrl: string | null;
  carrierUrl: string;
  pids: {
    supervisor: number;
    app: number;
    worker?: number;
    temporal?: number;
    postgres?: number;
    bounces?: number;
    mail?: number;
    carrier?: number;
  };
  demo: {
    companyId: string;
    adminEmail: string;
    adminPassword: string;
    apiKey: string;
    supportEmail: string;
    supportPassword: string;
    leadEmail: string;
    leadPassword: string;
    financeEmail: string;
    financePassword: string;
    otherCompanyApiKey: string;
  };
}

/** A first start creates a database and seeds it, on a machine that does other things too. */
const START_TIMEOUT_MILLISECONDS = 90_000;
/** Longer than each part is given to stop by itself. */
const STOP_TIMEOUT_MILLISECONDS = 30_000;

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** What a user's shell would give: nothing of ours, nothing of jest's. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const ours =
    /^(BESTOW_|JEST_|DATABASE_URL$|SMTP_URL$|LOG_LEVEL$|NODE_ENV$|TEMPORAL_(?!CLI_PATH$))/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
