import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * `npm test`: the check, then every test. The last line is always `N passed, N failed`, in which
 * the check counts as one test.
 *
 * `npm test -- db` hands its arguments to jest and leaves the check out.
 */

const root = path.resolve(import.meta.dirname, '..');
const jestArguments = process.argv.slice(2);
const total = { passed: 0, failed: 0 };

if (jestArguments.length === 0) {
  const code = await run('scripts/check.mjs', '--fresh');
  if (code === 0) total.passed += 1;
  else total.failed += 1;
}

// What promises a time is measured when nothing else runs.
const runs =
  jestArguments.length === 0
    ? [
        ['--selectProjects', 'unit', 'system'],
        ['--selectProjects', 'browser'],
        ['--selectProjects', 'alone'],
      ]
    : [jestArguments];
for (const jestRun of runs) await runJest(jestRun);

process.exitCode = total.failed > 0 ? 1 : 0;
console.log(`${total.passed} passed, ${total.failed} failed`);

async function runJest(args) {
  const directory = await mkdtemp(path.join(tmpdir(), 'bestow-test-result-'));
  try {
    const file = path.join(directory, 'result.json');
    const jest = 'node_modules/jest/bin/jest.js';
    const code = await run(jest, '--json', `--outputFile=${file}`, ...args);
    const result = await readResult(file);
    if (result) {
      count(result, code);
    } else {
      console.log(`\njest ended with ${code} and left no result: what it said stands above.`);
      total.failed += 1;
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function count(result, code) {
  // A file that cannot even be loaded has no tests to count, and is a failure all the same.
  let failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  if (result.wasInterrupted) {
    console.log('\nThe tests were interrupted.');
    failed += 1;
  } else if (code !== 0 && failed === 0) {
    console.log(`\nNo test failed, yet jest ended with ${code}: what it said stands above.`);
    failed = 1;
  }
  total.passed += result.numPassedTests;
  total.failed += failed;
}

/** What jest wrote, or undefined when it crashed before writing it. */
async function readResult(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Runs a script of the checkout on this terminal and gives its exit code, or its signal. */
function run(script, ...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, script), ...args], {
      cwd: root,
      stdio: 'inherit',
    });
    // Whoever stops this process stops the tests: jest still has servers to stop then.
    const forward = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(code ?? signal);
    });
  });
}
