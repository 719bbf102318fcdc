#!/usr/bin/env node
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildWeb, isWebUpToDate } from './build-web.mjs';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

// Vite builds web/ (build-web.mjs); the recorded histories are data of the replay tests.
const FOLDERS_LEFT_OUT = new Set(['node_modules', 'dist', 'coverage', 'web', 'test/histories']);
// What stands beside sources here is read at run time (templates, styles, SQL, sample files).
const FOLDERS_WITH_ASSETS = ['api/', 'emails/', 'examples/', 'db/'];
const FOLDERS_OF_THE_BUNDLE = ['workflows/', 'domain/', 'contracts/'];

/**
 * Brings dist/ up to date with the sources: compiles what changed (types are checked by tsc in
 * `npm run check`), copies assets, removes outputs whose source is gone, bundles the workflows,
 * builds the front end. dist/.stamp holds the content hashes that decide what "changed" means; files in dist/ that this
 * script did not write are left alone.
 *
 * @param {string} [root] the checkout
 * @throws {Error} naming every file that does not compile
 */
export async function build(root = ROOT) {
  const previous = readStamp(root);
  const current = readSources(root);
  if (isUpToDate(root, previous, current) && isWebUpToDate(root)) return;

  await withSetupLock(root, async () => {
    // Another build may have finished while this one waited for the lock.
    const stamp = readStamp(root);
    if (!isUpToDate(root, stamp, current)) {
      removeStaleOutputs(root, stamp, current);
      await compile(root, stamp, current);
      await bundleWorkflows(root, stamp, current);
    }
    if (!isWebUpToDate(root)) {
      say('Building the pages');
      await buildWeb(root);
    }
  });
}

/** Hashes of everything that an output is made of; about 10 ms for 300 files. */
function readSources(root) {
  const files = {};
  for (const name of listFiles(root)) {
    if (isSource(name) || isAsset(name)) files[name] = hashOf(path.join(root, name));
  }
  const compiler = combine([hashOf(path.join(root, '.swcrc')), hashOf(import.meta.filename)]);
  const bundled = Object.keys(files).filter((name) =>
    FOLDERS_OF_THE_BUNDLE.some((folder) => name.startsWith(folder)),
  );
  const bundle = combine([
    compiler,
    // The bundle contains @temporalio/workflow, so its version is part of what it is made of.
    hashOf(path.join(root, 'package-lock.json')),
    ...bundled.flatMap((name) => [name, files[name]]),
  ]);
  return { compiler, files, bundle };
}

function listFiles(root, folder = '') {
  return fs
    .readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .flatMap((entry) => {
      const name = folder + entry.name;
      if (!entry.isDirectory()) return entry.isFile() ? [name] : [];
      return FOLDERS_LEFT_OUT.has(name) ? [] : listFiles(root, `${name}/`);
    })
    .sort();
}

function isSource(name) {
  return name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('.d.ts');
}

function isAsset(name) {
  return FOLDERS_WITH_ASSETS.some((folder) => name.startsWith(folder)) && !/\.(ts|md)$/.test(name);
}

function outputOf(root, name) {
  return path.join(root, 'dist', isSource(name) ? name.replace(/\.ts$/, '.js') : name);
}

/** A file of its own: V8 keeps the text of what it runs, and the maps are half of it (8 MB a process). */
function mapOf(output) {
  return `${output}.map`;
}

function bundleFile(root) {
  return path.join(root, 'dist', 'workflow-bundle.js');
}

function isUpToDate(root, stamp, current) {
  return (
    Object.keys(stamp.files).length === Object.keys(current.files).length &&
    changedFiles(root, stamp, current).length === 0 &&
    isBundleUpToDate(root, stamp, current)
  );
}

function changedFiles(root, stamp, current) {
  return Object.keys(current.files).filter(
    (name) =>
      stamp.compiler !== current.compiler ||
      stamp.files[name] !== current.files[name] ||
      !fs.existsSync(outputOf(root, name)),
  );
}

function isBundleUpToDate(root, stamp, current) {
  return stamp.bundle === current.bundle && fs.existsSync(bundleFile(root));
}

function removeStaleOutputs(root, stamp, current) {
  for (const name of Object.keys(stamp.files)) {
    if (name in current.files) continue;
    fs.rmSync(outputOf(root, name), { force: true });
    fs.rmSync(mapOf(outputOf(root, name)), { force: true });
  }
}

async function compile(root, stamp, current) {
  const changed = changedFiles(root, stamp, current);
  if (changed.length === 0 && stamp.compiler === current.compiler) {
    writeStamp(root, { ...stamp, files: current.files });
    return;
  }
  say(`Compiling ${changed.length} ${changed.length === 1 ? 'file' : 'files'}`);
  const { transformFile } = await import('@swc/core');
  const results = await Promise.allSettled(
    changed.map(async (name) => {
      const output = outputOf(root, name);
      fs.mkdirSync(path.dirname(output), { recursive: true });
      if (!isSource(name)) return fs.copyFileSync(path.join(root, name), output);
      const { code, map } = await transformFile(path.join(root, name), { cwd: root, swcrc: true });
      fs.writeFileSync(output, `${code}\n//# sourceMappingURL=${path.basename(mapOf(output))}\n`);
      fs.writeFileSync(mapOf(output), map);
    }),
  );
  const failed = changed.filter((_, index) => results[index].status === 'rejected');
  // What compiled is stamped even when something else did not: the next try has less to do.
  const files = { ...current.files };
  for (const name of failed) delete files[name];
  writeStamp(root, { compiler: current.compiler, files, bundle: stamp.bundle });
  if (failed.length > 0) {
    const reasons = results.filter((result) => result.status === 'rejected');
    const texts = failed.map((name, index) => `${name}\n${firstPart(reasons[index].reason)}`);
    throw new Error(`These files do not compile:\n${texts.join('\n')}`);
  }
}

/** swc's message ends with 20 lines of its own stack, which say nothing about the source. */
function firstPart(reason) {
  return String(reason).split('\n\nCaused by:')[0];
}

async function bundleWorkflows(root, stamp, current) {
  if (isBundleUpToDate(root, stamp, current)) return;
  say('Bundling the workflows');
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  // Webpack reports sizes and modules for 40 lines; what goes wrong is thrown anyway.
  const logger = new DefaultLogger('ERROR');
  const workflowsPath = path.join(root, 'dist', 'workflows', 'index.js');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger });
  writeAtomically(bundleFile(root), code);
  writeStamp(root, { ...readStamp(root), bundle: current.bundle });
}

function readStamp(root) {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, 'dist', '.stamp'), 'utf8'));
  } catch (err) {
    // A missing or torn stamp means that nothing is known about dist/: everything is built anew.
    if (err.code === 'ENOENT' || err instanceof SyntaxError) return { files: {} };
    throw err;
  }
}

function writeStamp(root, stamp) {
  fs.mkdirSync(path.join(root, 'dist'), { recursive: true });
  writeAtomically(path.join(root, 'dist', '.stamp'), JSON.stringify(stamp, null, 1));
}

function writeAtomically(file, content) {
  const temporary = `${file}.${randomUUID()}`;
  fs.writeFileSync(temporary, content);
  fs.renameSync(temporary, file);
}

function hashOf(file) {
  return createHash('sha256').update(fs.readFileSync(file)).digest('base64url').slice(0, 22);
}

function combine(parts) {
  return createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 22);
}

/**
 * Progress goes to stderr: `npm run bench -- --json` and its like keep stdout for their answer.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** How often a holder shows that it lives, and how long a silent lock of a live pid is believed. */
const LOCK_BEAT_MILLISECONDS = 2_000;
const LOCK_STALE_MILLISECONDS = 20_000;
const LOCK_POLL_MILLISECONDS = 100;

/**
 * Runs `work` alone in this checkout: two `npm start` at once must not install or compile into
 * each other. The lock is a directory (made atomically on every system) outside node_modules,
 * which `npm ci` deletes. A holder that died, or whose heart stopped beating, is displaced.
 *
 * @param {string} root the checkout
 * @param {() => Promise<void>} work
 */
export async function withSetupLock(root, work) {
  const lock = path.join(root, '.bestow-setup-lock');
  for (let waited = false; !takeLock(lock); waited = true) {
    if (!waited) say('Waiting for another setup of this checkout');
    if (isStale(lock)) displace(lock);
    else await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MILLISECONDS));
  }
  const beat = setInterval(() => {
    fs.utimesSync(lock, new Date(), new Date());
  }, LOCK_BEAT_MILLISECONDS);
  try {
    await work();
  } finally {
    clearInterval(beat);
    fs.rmSync(lock, { recursive: true, force: true });
  }
}

function takeLock(lock) {
  try {
    fs.mkdirSync(lock);
  } catch (err) {
    if (err.code === 'EEXIST') return false;
    throw err;
  }
  fs.writeFileSync(path.join(lock, 'pid'), String(process.pid));
  return true;
}

function isStale(lock) {
  try {
    if (Date.now() - fs.statSync(lock).mtimeMs > LOCK_STALE_MILLISECONDS) return true;
    const pid = Number(fs.readFileSync(path.join(lock, 'pid'), 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (err) {
    // ENOENT: released, or not yet signed, since we looked. EPERM: it lives, as another user.
    return err.code === 'ESRCH';
  }
}

/** The rename decides between several that found the same stale lock: one wins. */
function displace(lock) {
  const aside = `${lock}-${randomUUID()}`;
  try {
    fs.renameSync(lock, aside);
  } catch (err) {
    if (err.code === 'ENOENT') return;
    throw err;
  }
  fs.rmSync(aside, { recursive: true, force: true });
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  try {
    await build();
  } catch (err) {
    say(err instanceof Error ? err.message : String(err));
    process.exitCode = 1;
  }
}
