import { rmSync } from 'node:fs';
import { DEFAULT_PORT, type Config } from '../config';
import { dataDirFiles } from './data-dir-files';
import { lockDataDir } from './data-dir-lock';
import { openHousehold, type Household } from './household';
import { isPortFree, nextFreePort } from './ports';
import { stopLeftovers } from './process-record';
import { rememberedPorts } from './remembered-ports';
import { rotateLogs } from './rotate-logs';
import { startAll, type OwnPrograms } from './start-all';
import { listenForStop } from './stop-request';
import { summary } from './summary';

export interface SupervisorOptions {
  config: Config;
  programs: OwnPrograms;
  /** What the children inherit; the addresses of the parts are added. */
  environment: NodeJS.ProcessEnv;
  print: (line: string) => void;
}

/**
 * `npm start`: runs the whole platform on one data directory, keeps it running, and resolves when
 * the user has stopped it. Parts whose address is set (DATABASE_URL, TEMPORAL_ADDRESS, SMTP_URL) run
 * elsewhere and are left alone.
 *
 * @throws Error when it does not come up; what had been started is stopped by then
 */
export async function runSupervisor(options: SupervisorOptions): Promise<void> {
  const { config, print } = options;
  const startedAt = performance.now();
  const files = dataDirFiles(config.BESTOW_DATA_DIR);
  const unlock = lockDataDir(config.BESTOW_DATA_DIR);
  const stop = listenForStop(print, options.environment.npm_lifecycle_event);
  let household: Household | undefined;
  try {
    await stopLeftovers(files.processes, print);
    rmSync(files.ready, { force: true });
    rotateLogs(files.logs);
    const appPort = await chooseAppPort(config, print);
    await checkBouncePort(config);
    const ports = await rememberedPorts(files.ports);
    household = openHousehold(config.BESTOW_DATA_DIR);
    const ready = await startAll({ ...options, appPort, ports, household, signal: stop.signal });
    household.publish(ready);
    print(summary(ready, config, (performance.now() - startedAt) / 1000));
    await stop.made;
  } catch (err) {
    // A start that is interrupted ends in an error too, and is what the user wanted.
    if (!stop.signal.aborted) throw err;
  } finally {
    await household?.close(stop.hurry);
    unlock();
  }
  print(`Stopped. The data stays in ${config.BESTOW_DATA_DIR}`);
}

async function checkBouncePort(config: Config): Promise<void> {
  const { BESTOW_BOUNCE_PORT: asked, BESTOW_BOUNCE_HOST: host } = config;
  if (asked === undefined || (await isPortFree(asked, host))) return;
  throw new Error(
    `Port ${asked} (BESTOW_BOUNCE_PORT) is busy on ${host}, or takes rights that this user has not. ` +
      'Ask for another port, or leave BESTOW_BOUNCE_PORT out to get a free one.',
  );
}

async function chooseAppPort(config: Config, print: (line: string) => void): Promise<number> {
  const { BESTOW_PORT: asked, BESTOW_HOST: host } = config;
  if (asked === undefined) {
    const port = await nextFreePort(DEFAULT_PORT, host);
    if (port !== DEFAULT_PORT) print(`Port ${DEFAULT_PORT} is busy, so the page is on ${port}`);
    return port;
  }
  if (await isPortFree(asked, host)) return asked;
  throw new Error(
    `Port ${asked} (BESTOW_PORT) is busy on ${host}. Stop what listens there, ask for another port, ` +
      'or leave BESTOW_PORT out to get a free one.',
  );
}
