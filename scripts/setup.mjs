#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Runs before node_modules exists, so only Node's own modules; and on any Node that reads ES
// modules, so that an old one gets the message below and not a syntax error.
const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = [20, 19];
// Vite and React, of which dist/web is made, are devDependencies; with NODE_ENV=production npm would
// leave them out.
const QUIETLY = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
const STAMP = path.join(ROOT, 'node_modules', '.bestow-stamp');

try {
  await setUp();
} catch (err) {
  process.stderr.write(`${err instanceof Error ? err.message : String(err)}\n`);
  process.exitCode = 1;
}

/** What `npm start` and `npm test` need first: Node, the packages, dist/. Quick when all is there. */
async function setUp() {
  requireNode();
  if (!isInstalled()) {
    const { withSetupLock } = await import('./build.mjs');
    await withSetupLock(ROOT, installPackages);
  }
  const { build } = await import('./build.mjs');
  await build(ROOT);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Error(
    `Bestow needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. ` +
      'Get a current one from https://nodejs.org.',
  );
}

async function installPackages() {
  if (isInstalled()) return; // by the setup that this one waited for
  if (isOfThisMachine() && isInstalledByHand()) {
    fs.writeFileSync(STAMP, wantedStamp());
    return;
  }
  process.stderr.write('Installing the packages (npm ci)\n');
  const refusal = await npm(['ci', ...QUIETLY]);
  // `npm ci` refuses a lock file without the optional packages of systems that the registry did not
  // have when it was written; `npm install --no-save` takes the same versions from the same lock.
  const failure = refusal?.includes('EUSAGE')
    ? await npm(['install', '--no-save', ...QUIETLY])
    : refusal;
  if (failure !== undefined) {
    throw new Error(`${failure}\nnpm could not install the packages: is its registry in reach?`);
  }
  fs.writeFileSync(STAMP, wantedStamp());
}

function isInstalled() {
  return fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === wantedStamp();
}

function wantedStamp() {
  const lock = fs.readFileSync(path.join(ROOT, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${thisMachine()}`;
}

/** Packages with binaries fit one platform and one Node major, so these are part of the stamp. */
function thisMachine() {
  return `node ${process.versions.node.split('.')[0]} ${process.platform} ${process.arch}`;
}

function isOfThisMachine() {
  return !fs.existsSync(STAMP) || fs.readFileSync(STAMP, 'utf8').endsWith(thisMachine());
}

/**
 * Whether someone ran `npm ci` or `npm install` himself: npm's own record of what stands in
 * node_modules then names the versions of package-lock.json. Installing again would cost a minute,
 * and without network it would delete what is there and fail.
 */
function isInstalledByHand() {
  const record = path.join(ROOT, 'node_modules', '.package-lock.json');
  if (!fs.existsSync(record)) return false;
  const installed = JSON.parse(fs.readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(fs.readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '') return true;
    const found = installed[name];
    return found ? found.version === entry.version : mayBeMissing(entry);
  });
}

/**
 * An optional package is missing for a reason when it is for another system, or names none: then it
 * serves another optional package. Which libc this is takes longer to find out than it is worth.
 */
function mayBeMissing({ optional, os, cpu, libc }) {
  const namesThisSystem =
    os && cpu && !libc && os.includes(process.platform) && cpu.includes(process.arch);
  return optional === true && !namesThisSystem;
}

/** @returns {Promise<string | undefined>} what npm said, when it failed */
function npm(args) {
  // npm tells the scripts that it runs where it is; by hand, the one on the PATH is taken.
  const own = process.env.npm_execpath;
  const [command, first] =
    own && path.basename(own) === 'npm-cli.js' ? [process.execPath, [own]] : ['npm', []];
  const options = {
    cwd: ROOT,
    stdio: ['ignore', 2, 'pipe'],
    shell: command === 'npm' && process.platform === 'win32',
  };
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], options);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0 ? undefined : said));
  });
}
