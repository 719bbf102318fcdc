import path from 'node:path';
import type { Config } from '../config';
import { addressesOf, type Addresses } from './addresses';
import { type NodeProgram, startApp, startBounces, startWorker } from './app';
import { startCarrier } from './carrier';
import { childEnvironment } from './child-environment';
import { dataDirFiles } from './data-dir-files';
import type { Household } from './household';
import { startMail } from './mail';
import { migrate } from './migrate';
import { startPostgres } from './postgres';
import type { ReadyFile } from './ready-file';
import type { PartOptions, RunningPart } from './running-part';
import { supervisePart } from './supervised-part';
import type { PartPorts } from './remembered-ports';
import { startTemporal } from './temporal';

/** What `node` is given for each program of our own: its file and its arguments. */
export interface OwnPrograms {
  migrate: string[];
  app: string[];
  worker: string[];
  bounces: string[];
}

interface Start {
  config: Config;
  programs: OwnPrograms;
  environment: NodeJS.ProcessEnv;
  print: (line: string) => void;
  appPort: number;
  ports: PartPorts;
  household: Household;
  /** Gives everything up. */
  signal: AbortSignal;
}

/**
 * Starts every part as soon as those that it needs are there, and resolves when all are ready. When
 * one does not come up, those that are under way are given up before the error is thrown; those that
 * are up belong to the household.
 */
export async function startAll(options: Start): Promise<Omit<ReadyFile, 'pids'>> {
  const giveUp = new AbortController();
  const start = { ...options, signal: AbortSignal.any([options.signal, giveUp.signal]) };
  const addresses = addressesOf(start.config, start.appPort, start.ports);

  const database = startDatabase(start);
  const temporal = startTemporalPart(start);
  const mail = startMailPart(start);
  const environment = database.then((databaseUrl) =>
    childEnvironment({ ...start, addresses, databaseUrl, inherited: start.environment }),
  );
  const demo = environment.then(async (env) => runMigrations(start, env));
  const app = Promise.all([environment, temporal, demo]).then(async ([env]) =>
    startOwnParts(start, addresses, env),
  );
  const carrier = environment.then((env) => startCarrierPart(start, addresses, env));
  const all = [database, temporal, mail, carrier, demo, app] as const;
  try {
    await Promise.all(all);
  } catch (err) {
    giveUp.abort();
    await Promise.allSettled(all);
    throw err;
  }
  const { publicUrl: _url, bounceDomain: _domain, ...told } = addresses;
  return { ...told, databaseUrl: await database, demo: await demo };
}

async function startDatabase(start: Start): Promise<string> {
  const label = 'PostgreSQL';
  if (start.config.DATABASE_URL) {
    report(start, label, 'external');
    return start.config.DATABASE_URL;
  }
  const port = start.ports.postgres;
  const { databaseUrl } = await runPart(start, {
    name: 'postgres',
    label,
    note: `port ${port}`,
    start: async (part) => startPostgres({ ...part, port, dataDir: dataDirOf(start, 'postgres') }),
  });
  return databaseUrl;
}

async function startTemporalPart(start: Start): Promise<void> {
  const label = 'Temporal';
  if (start.config.TEMPORAL_ADDRESS) {
    report(start, label, `external, ${start.config.TEMPORAL_ADDRESS}`);
    return;
  }
  const { temporal: port, temporalUi: uiPort } = start.ports;
  await runPart(start, {
    name: 'temporal',
    label,
    note: `port ${port}, UI on port ${uiPort}`,
    start: async (part) => {
      const dataDir = dataDirOf(start, 'temporal');
      return startTemporal({ ...part, port, uiPort, dataDir, report: start.print });
    },
  });
}

async function startMailPart(start: Start): Promise<void> {
  const label = 'Mail';
  if (start.config.SMTP_URL) {
    report(start, label, 'external');
    return;
  }
  const { smtp: smtpPort, mail: webPort } = start.ports;
  await runPart(start, {
    name: 'mail',
    label,
    note: `SMTP on port ${smtpPort}, inbox on port ${webPort}`,
    start: async (part) =>
      startMail({ ...part, smtpPort, webPort, dataDir: dataDirOf(start, 'mail') }),
  });
}

async function startCarrierPart(
  start: Start,
  { url, carrierUrl }: Addresses,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const label = 'Carrier';
  if (start.config.BESTOW_CARRIER_URL) {
    report(start, label, 'external');
    return;
  }
  await runPart(start, {
    name: 'carrier',
    label,
    note: `simulated, ${carrierUrl}`,
    start: async (part) =>
      startCarrier({
        ...{ ...part, environment, port: start.ports.carrier },
        dataDir: dataDirOf(start, 'carrier'),
        callbackUrl: `${url}/webhooks/carrier`,
        stepSeconds: start.config.BESTOW_CARRIER_STEP_SECONDS,
      }),
  });
}

async function runMigrations(start: Start, environment: NodeJS.ProcessEnv) {
  const startedAt = performance.now();
  const demo = await migrate({
    program: { args: start.programs.migrate, environment },
    ...partOptions(start, 'migrate', start.signal),
  });
  start.household.ended('migrate');
  report(start, 'Database', 'migrated', startedAt);
  return demo;
}

async function startOwnParts(
  start: Start,
  { url, bounceSmtpUrl }: Addresses,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const app = { args: start.programs.app, environment };
  const worker = { args: start.programs.worker, environment };
  const workers = Array.from({ length: start.config.BESTOW_WORKERS }, async (_, index) => {
    const name = index === 0 ? 'worker' : `worker${index + 1}`;
    return runPart(start, {
      name,
      label: index === 0 ? 'Worker' : `Worker ${index + 1}`,
      note: 'started',
      start: async (part) => startWorker({ ...part, name, program: worker }),
    });
  });
  const bounces = { args: start.programs.bounces, environment };
  await Promise.all([
    ...workers,
    ...(bounceSmtpUrl === null ? [] : [startBouncesPart(start, bounceSmtpUrl, bounces)]),
    runPart(start, {
      name: 'app',
      label: 'App',
      note: url,
      start: async (part, isRestart) => startApp({ ...part, program: app, url, isRestart }),
    }),
  ]);
}

async function startBouncesPart(
  start: Start,
  url: string,
  program: NodeProgram,
): Promise<RunningPart> {
  return runPart(start, {
    name: 'bounces',
    label: 'Bounces',
    note: url,
    start: async (part) => startBounces({ ...part, program, url }),
  });
}

async function runPart<Part extends RunningPart>(
  { household, signal, print, ...start }: Start,
  {
    name,
    label,
    note,
    start: startPart,
  }: {
    name: string;
    label: string;
    note: string;
    start: (options: PartOptions, isRestart: boolean) => Promise<Part>;
  },
): Promise<Part> {
  const startedAt = performance.now();
  const all = { ...start, household, signal, print };
  const { part, ...supervised } = await supervisePart({
    name,
    label,
    signal,
    report: print,
    start: async (options) => startPart(partOptions(all, name, options.signal), options.isRestart),
  });
  household.add(supervised);
  report(all, label, note, startedAt);
  return part;
}

function partOptions(start: Start, name: string, signal: AbortSignal): PartOptions {
  return {
    log: path.join(dataDirFiles(start.config.BESTOW_DATA_DIR).logs, `${name}.log`),
    onSpawn: (process) => {
      start.household.spawned(name, process);
    },
    signal,
  };
}

function dataDirOf(start: Start, name: string): string {
  return path.join(start.config.BESTOW_DATA_DIR, name);
}

function report({ print }: Start, label: string, note: string, startedAt?: number): void {
  const seconds =
    startedAt === undefined ? '' : ((performance.now() - startedAt) / 1000).toFixed(1);
  print(`  ${label.padEnd(11)}${seconds && `${seconds} s`}`.padEnd(22) + note);
}
