import { spawn } from 'node:child_process';
import path from 'node:path';

/**
 * `npm run check`: format, lint, types, boundaries, dead code. All of them run, whatever fails; a
 * line each as it ends, and a failing tool's output in full.
 *
 * `--fresh` trusts nothing remembered: eslint remembers a file by its own text, while some of its
 * rules look at types that come from other files. `npm test` uses it.
 */

const root = path.resolve(import.meta.dirname, '..');
const cache = path.join('node_modules', '.cache');
const fresh = process.argv.includes('--fresh');

// The longest first: two cores are then busy to the end.
const checks = [
  ['lint', 'eslint', '.', ...(fresh ? [] : eslintCache())],
  ['types', 'tsc', '--noEmit', '--pretty', String(process.stdout.isTTY === true)],
  ['web types', 'tsc', '--noEmit', '-p', 'web', '--pretty', String(process.stdout.isTTY === true)],
  ['format', 'prettier', '--check', '.', '--log-level', 'warn', ...prettierCache()],
  ['boundaries', 'depcruise', '.', '--output-type', 'err-long'],
  ['dead code', 'knip', '--no-progress', '--no-config-hints'],
];

const AT_ONCE = 2;

const startedAt = performance.now();
const waiting = [...checks];
let failures = 0;
await Promise.all(Array.from({ length: AT_ONCE }, work));
if (failures > 0) console.log(`check: ${failures} of ${checks.length} failed`);
else console.log(`check: all ${checks.length} passed in ${since(startedAt)}`);
process.exitCode = failures > 0 ? 1 : 0;

async function work() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [title, tool, ...args] = next;
    const toolStartedAt = performance.now();
    const { ok, output } = await run(tool, args);
    const line = `${ok ? 'ok  ' : 'FAIL'}  ${title.padEnd(10)}  ${since(toolStartedAt)}`;
    if (ok) console.log(line);
    else console.log(`${line}  (${tool} ${args.join(' ')})\n${output.trim()}\n`);
    if (!ok) failures += 1;
  }
}

function run(tool, args) {
  return new Promise((resolve) => {
    const child = spawn(path.join(root, 'node_modules', '.bin', tool), args, {
      cwd: root,
      env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => resolve({ ok: false, output: String(error) }));
    child.once('close', (code) => resolve({ ok: code === 0, output }));
  });
}

function since(start) {
  return `${((performance.now() - start) / 1000).toFixed(1).padStart(5)} s`;
}

function eslintCache() {
  return [
    '--cache',
    '--cache-strategy',
    'content',
    '--cache-location',
    path.join(cache, 'eslint/'),
  ];
}

function prettierCache() {
  const location = path.join(cache, 'prettier.json');
  return ['--cache', '--cache-strategy', 'content', '--cache-location', location];
}
