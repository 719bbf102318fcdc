import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { Config } from '../../config';
import { drawFreePort } from '../../platform/ports';
import { startPostgres } from '../../platform/postgres';
import { identify } from '../../platform/process-identity';
import type { PartOptions, RunningPart } from '../../platform/running-part';
import { startGuardian } from '../../platform/start-guardian';
import { startTemporal } from '../../platform/temporal';
import type { WatchedProcess } from '../../platform/watched-process';

/**
 * The servers that all benchmarks of a run share: PostgreSQL and the Temporal dev server on a
 * file, set up as `npm start` does, in a directory of this run, or those that DATABASE_URL and
 * TEMPORAL_ADDRESS name. Whatever was started goes with `stop`, and after kill -9 by the guardian.
 */
export async function startServers(config: Config): Promise<Servers> {
  const dataDir = mkdtempSync(path.join(process.cwd(), '.bestow-bench-'));
  chmodSync(dataDir, 0o755); // PostgreSQL may have to run as another user.
  const guardian = startGuardian(dataDir, () => undefined);
  const watched: WatchedProcess[] = [];
  const partOptions = (name: string, goesFirst: boolean): PartOptions => ({
    log: path.join(dataDir, 'logs', `${name}.log`),
    onSpawn: ({ pid, stopSteps }) => {
      const identity = identify(pid);
      if (identity) watched.push({ ...identity, name, goesFirst, stopSteps });
      guardian.watch(watched);
    },
  });
  const parts: RunningPart[] = [];
  const databases: string[] = [];
  const serverUrl = config.DATABASE_URL ?? (await startOwnPostgres());
  const temporalAddress = config.TEMPORAL_ADDRESS ?? (await startOwnTemporal());

  async function startOwnPostgres(): Promise<string> {
    const postgres = await startPostgres({
      dataDir: path.join(dataDir, 'postgres'),
      port: await drawFreePort(),
      ...partOptions('postgres', false),
    });
    parts.push(postgres);
    return postgres.databaseUrl;
  }

  async function startOwnTemporal(): Promise<string> {
    const temporal = await startTemporal({
      dataDir: path.join(dataDir, 'temporal'),
      port: await drawFreePort(),
      uiPort: await drawFreePort(),
      ...partOptions('temporal', false),
    });
    parts.push(temporal);
    return temporal.address;
  }

  return {
    dataDir,
    temporalAddress,
    partOptions,
    createDatabase: async (name) => {
      const database = `bestow_bench_${name}_${process.pid}`;
      await runOn(serverUrl, `CREATE DATABASE ${database}`);
      databases.push(database);
      return Object.assign(new URL(serverUrl), { pathname: `/${database}` }).href;
    },
    stop: async () => {
      if (config.DATABASE_URL !== undefined) {
        for (const database of databases) {
          await runOn(serverUrl, `DROP DATABASE ${database} WITH (FORCE)`);
        }
      }
      await Promise.all(parts.map((part) => part.stop()));
      await guardian.goodbye();
      removeData(dataDir);
    },
  };
}

export interface Servers {
  dataDir: string;
  temporalAddress: string;
  /** For a further program of the run: its log, and that it goes when we are killed. */
  partOptions(name: string, goesFirst: boolean): PartOptions;
  /** @returns the URL of a new, empty database */
  createDatabase(name: string): Promise<string>;
  stop: () => Promise<void>;
}

/** With the cluster, which stands elsewhere when its user could not get here. */
function removeData(dataDir: string): void {
  const note = path.join(dataDir, 'postgres', 'cluster-location');
  if (existsSync(note)) rmSync(readFileSync(note, 'utf8').trim(), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}

async function runOn(databaseUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
