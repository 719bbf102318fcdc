import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';

/**
 * `npm run check`: format, lint, types, boundaries, dead code. All of them run, whatever fails; a
 * line each as it ends, and a failing tool's output in full.
 *
 * `--fresh` has eslint read every file, and not only those whose text changed since it last did.
 * `npm test` uses it.
 */

const root = path.resolve(import.meta.dirname, '..');
const cache = path.join('node_modules', '.cache');
const fresh = process.argv.includes('--fresh');

// Four checkers, its default, each check anew what they share: twice the work, and nothing to gain
// where the cores are busy with other tools (docs/decisions/0024-two-linters.md).
const TSC = ['typescript-native/bin/tsc', '--noEmit', '--singleThreaded'];
const pretty = ['--pretty', String(process.stdout.isTTY === true)];

// The longest first: two cores are then busy to the end.
const checks = [
  ['eslint', 'eslint', '.', ...(fresh ? [] : eslintCache())],
  ['oxlint', 'oxlint'],
  ['web types', ...TSC, '-p', 'web', ...pretty],
  ['types', ...TSC, ...pretty],
  ['boundaries', 'depcruise', '.', '--output-type', 'err-long'],
  ['dead code', 'knip', '--no-progress', '--no-config-hints'],
  ['format', 'oxfmt', '--check'],
];

const AT_ONCE = Math.max(2, os.availableParallelism());

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

/** @param {string} tool a command, or a program by its path in node_modules */
function run(tool, args) {
  const file = path.join(root, 'node_modules', tool.includes('/') ? tool : path.join('.bin', tool));
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: root,
      env: {
        ...process.env,
        // What --singleThreaded is for tsc, for the type checker behind oxlint, which is a Go program.
        GOMAXPROCS: '1',
        ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
      },
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
