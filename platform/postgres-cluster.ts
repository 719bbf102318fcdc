import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  chownSync,
  existsSync,
  fsyncSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { stopOrphan } from './postgres-orphan';
import { REACHABLE_FOLDER, type PostgresBinaries } from './postgres-binaries';
import { keptSecret, readFileIfAny, writePrivateFile } from './private-files';
import { canEnter, type SystemUser } from './unprivileged-user';

/** The superuser of the cluster, whose password is kept in the data directory. */
export const SUPERUSER = 'postgres';

export interface Cluster {
  /** PostgreSQL's own data directory (PGDATA). */
  folder: string;
  password: string;
}

/**
 * The cluster of this data directory, made when there is none, with no server running on it.
 *
 * It stands in `<data dir>/cluster`. When PostgreSQL must run as another user who cannot get there,
 * it stands under /var/lib/bestow, and `<data dir>/cluster-location` says where, for ever: what a
 * folder's modes become later must not make a database look empty.
 */
export async function prepareCluster(
  dataDir: string,
  binaries: PostgresBinaries,
  user: SystemUser | undefined,
): Promise<Cluster> {
  mkdirSync(dataDir, { recursive: true });
  const password = keptSecret(path.join(dataDir, 'password'));
  const base = await locate(dataDir, user);
  const folder = path.join(base, 'cluster');
  if (existsSync(folder)) await stopOrphan(folder);
  else await initialize({ base, folder, password, binaries, user });
  return { folder, password };
}

async function locate(dataDir: string, user: SystemUser | undefined): Promise<string> {
  const note = path.join(dataDir, LOCATION);
  const noted = readFileIfAny(note)?.trim();
  if (noted) return checkOrigin(noted, dataDir);
  if (existsSync(path.join(dataDir, 'cluster')) || !user || canEnter(user, dataDir)) return dataDir;

  await removeForgottenTestClusters();
  const id = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const base = path.join(REACHABLE_FOLDER, `${id}-${randomUUID().slice(0, 8)}`);
  mkdirSync(base, { recursive: true, mode: 0o755 });
  writeFileSync(path.join(base, ORIGIN), dataDir);
  writePrivateFile(note, base);
  return base;
}

const LOCATION = 'cluster-location';
/** In the folder of a cluster that stands elsewhere: the data directory that it belongs to. */
const ORIGIN = 'origin';

function checkOrigin(base: string, dataDir: string): string {
  const origin = readFileIfAny(path.join(base, ORIGIN));
  if (origin === dataDir) return base;
  if (origin === undefined) {
    throw new Error(
      `${dataDir} has its database in ${base}, which is gone: restore it from a backup`,
    );
  }
  if (existsSync(path.join(origin, LOCATION))) {
    // Two servers on one cluster destroy it.
    throw new Error(
      `${dataDir} is a copy of ${origin}, and both would use the database in ${base}`,
    );
  }
  writeFileSync(path.join(base, ORIGIN), dataDir); // The data directory was moved.
  return base;
}

/**
 * Tests keep their data in temporary folders, which they delete; a cluster that had to stand
 * elsewhere is then left over. Nothing else is ever deleted: a data directory that cannot be seen
 * today may be on a disk that is not mounted.
 */
async function removeForgottenTestClusters(): Promise<void> {
  if (!existsSync(REACHABLE_FOLDER)) return;
  for (const name of readdirSync(REACHABLE_FOLDER)) {
    const base = path.join(REACHABLE_FOLDER, name);
    const origin = readFileIfAny(path.join(base, ORIGIN));
    if (!origin?.startsWith(tmpdir() + path.sep)) continue;
    // Between its folder and its note, a start of this moment has only the first.
    const isNew = Date.now() - statSync(base).mtimeMs < NEW_FOR_MILLISECONDS;
    if (isNew || readFileIfAny(path.join(origin, LOCATION))?.trim() === base) continue;
    await stopOrphan(path.join(base, 'cluster'));
    rmSync(base, { recursive: true, force: true });
  }
}

const NEW_FOR_MILLISECONDS = 60_000;

const INITDB_TIMEOUT_MILLISECONDS = 120_000;

/** Into a folder beside the place and then renamed: there is a whole cluster or none. */
async function initialize({
  base,
  folder,
  password,
  binaries,
  user,
}: {
  base: string;
  folder: string;
  password: string;
  binaries: PostgresBinaries;
  user: SystemUser | undefined;
}): Promise<void> {
  removeHalfMade(base);
  const workshop = path.join(base, `${HALF_MADE}${randomUUID()}`);
  mkdirSync(workshop, { mode: 0o700 });
  const passwordFile = path.join(workshop, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) {
    for (const file of [workshop, passwordFile]) chownSync(file, user.uid, user.gid);
  }
  const made = path.join(workshop, 'cluster');
  const previousUmask = process.umask(0o022);
  try {
    await promisify(execFile)(
      binaries.initdb,
      [
        ...['--pgdata', made, '--username', SUPERUSER, '--pwfile', passwordFile],
        ...['--auth', 'scram-sha-256', '--encoding', 'UTF8'],
        ...['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'],
      ],
      {
        cwd: workshop,
        env: {},
        timeout: INITDB_TIMEOUT_MILLISECONDS,
        ...(user && { uid: user.uid, gid: user.gid }),
      },
    );
  } catch (err) {
    const { stderr } = err as { stderr?: string };
    throw new Error(`PostgreSQL's initdb failed: ${stderr ?? ''}`, { cause: err });
  } finally {
    process.umask(previousUmask);
  }
  renameSync(made, folder);
  syncFolder(base);
  rmSync(workshop, { recursive: true, force: true });
}

const HALF_MADE = 'half-made-';

function removeHalfMade(base: string): void {
  for (const name of readdirSync(base)) {
    if (name.startsWith(HALF_MADE)) rmSync(path.join(base, name), { recursive: true, force: true });
  }
}

/** So that the rename outlives a power cut, as initdb's own files do. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return; // Windows cannot open a folder.
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
