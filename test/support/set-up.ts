import path from 'node:path';
import { drawFreePort } from '../../platform/ports';
import { startPostgres } from '../../platform/postgres';
import type { PartOptions, RunningPart } from '../../platform/running-part';
import { startTemporal } from '../../platform/temporal';
import { EVENTS_OF_A_RUN, handOver } from './shared-servers';
import { createTemporaryDirectory } from './temporary-directory';
import { startWatchdog, type Watchdog } from './watchdog';

/** Starts the servers that all system tests of this run share (jest's globalSetup). */
export default async function setUp(): Promise<void> {
  const directory = await createTemporaryDirectory();
  const watchdog = startWatchdog();
  watchdog.removeAtEnd(directory);
  const parts: RunningPart[] = [];
  started = { watchdog, parts };

  const ports = new Set<number>();
  async function port(): Promise<number> {
    const drawn = await drawFreePort(ports);
    ports.add(drawn);
    return drawn;
  }

  function options(name: string): PartOptions {
    return {
      log: path.join(directory, `${name}.log`),
      onSpawn: ({ pid }) => watchdog.watch(pid),
    };
  }

  async function keep<Part extends RunningPart>(starting: Promise<Part>): Promise<Part> {
    const part = await starting;
    parts.push(part);
    return part;
  }

  const dataDir = path.join(directory, 'postgres');
  const [postgresPort, temporalPort, uiPort] = [await port(), await port(), await port()];
  try {
    const [postgres, temporal] = await Promise.all([
      keep(
        startPostgres({ dataDir, port: postgresPort, settings: NOT_KEPT, ...options('postgres') }),
      ),
      keep(
        startTemporal({
          port: temporalPort,
          uiPort,
          settings: SHORT_HISTORIES,
          ...options('temporal'),
        }),
      ),
    ]);
    handOver({ databaseUrl: postgres.databaseUrl, temporalAddress: temporal.address });
  } catch (error) {
    await stopSharedServers();
    throw error;
  }
}

/**
 * Its data ends with the run, so no commit waits for the disk. Tests that pull plugs out start servers of
 * their own, as users have them.
 */
const NOT_KEPT = { fsync: 'off', full_page_writes: 'off' };

/** A run goes on as a new one after so many events: the server's own 4,096 take a minute to write. */
const SHORT_HISTORIES = { 'limit.historyCount.suggestContinueAsNew': EVENTS_OF_A_RUN };

/** Stops what `setUp` started in this process. */
export async function stopSharedServers(): Promise<void> {
  if (started === undefined) return;
  const { watchdog, parts } = started;
  started = undefined;
  try {
    const stopping = parts.map(async (part) => {
      // Temporal takes 2.6 s to stop cleanly, and its memory has nothing to save.
      if (part.name === 'temporal') process.kill(part.pid, 'SIGKILL');
      await part.stop();
      watchdog.forget(part.pid);
    });
    await Promise.all(stopping);
  } finally {
    await watchdog.end();
  }
}

let started: { watchdog: Watchdog; parts: RunningPart[] } | undefined;
