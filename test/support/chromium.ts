import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';

/**
 * A real Chromium without a window: `BESTOW_CHROMIUM_PATH`, else the one of the system, else that of
 * the npm package @sparticuz/chromium, unpacked once into the user's cache with the libraries and the
 * fonts that a bare machine lacks.
 *
 * @throws Error saying what the browser said, when it does not start
 */
export async function startChromium(): Promise<Browser> {
  const own = process.env['BESTOW_CHROMIUM_PATH'] ?? findOnSystem();
  const { executablePath, env } = own ? { executablePath: own, env: {} } : unpacked();
  return chromium.launch({
    executablePath,
    // As root Chromium refuses its sandbox; a container gives it a small /dev/shm.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
    env: { ...(process.env as Record<string, string>), ...env },
  });
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const ON_A_MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

function findOnSystem(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const onThePath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...onThePath, ON_A_MAC].find((file) => existsSync(file));
}

/** The package's `executablePath` unpacks into names in /tmp that anybody could have planted. */
function unpacked(): { executablePath: string; env: Record<string, string> } {
  const pack = path.resolve(require.resolve('@sparticuz/chromium'), '..', '..', '..');
  const description = readFileSync(path.join(pack, 'package.json'), 'utf8');
  const { version } = JSON.parse(description) as { version: string };
  const cache = process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
  const folder = path.join(cache, 'bestow', `chromium-${version}`);
  if (!existsSync(folder)) unpack(path.join(pack, 'bin'), folder);
  const libraries = path.join(folder, 'al2023', 'lib');
  return {
    executablePath: path.join(folder, 'chromium'),
    env: {
      // Behind the system's own: they are there for machines that have none.
      LD_LIBRARY_PATH: [process.env['LD_LIBRARY_PATH'], ...SYSTEM_LIBRARIES, libraries]
        .filter(Boolean)
        .join(path.delimiter),
      // The same letters on every machine, so that pictures can be compared.
      FONTCONFIG_FILE: path.join(folder, 'fonts', 'fonts.conf'),
    },
  };
}

const SYSTEM_LIBRARIES = ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib64'];

/** Aside and then moved into place: two runs at once do not see half of it. */
function unpack(from: string, folder: string): void {
  const aside = `${folder}-${randomUUID()}`;
  const read = (name: string) => brotliDecompressSync(readFileSync(path.join(from, name)));
  mkdirSync(aside, { recursive: true });
  writeFileSync(path.join(aside, 'chromium'), read('chromium.br'));
  chmodSync(path.join(aside, 'chromium'), 0o755);
  for (const name of ['al2023', 'fonts']) {
    mkdirSync(path.join(aside, name));
    execFileSync('tar', ['-x', '-C', path.join(aside, name)], { input: read(`${name}.tar.br`) });
  }
  const fonts = path.join(folder, 'fonts', 'fonts');
  writeFileSync(path.join(aside, 'fonts', 'fonts.conf'), fontSettings(fonts, `${folder}-letters`));
  try {
    renameSync(aside, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // Another run was first; its copy is as good.
  }
}

function fontSettings(fonts: string, cache: string): string {
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>\n`;
}
