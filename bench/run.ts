import { parseArgs } from 'node:util';
import { readConfig } from '../config';
import type { Bench, Benchmark, Result } from './benchmark';
import { benchmarks } from './benchmarks';
import { createReport, printTable, writeReport } from './report';
import { startProduct } from './set-up/product';
import { startServers } from './set-up/servers';
import { startSink } from './set-up/sink';

/**
 * `npm run bench [names] [-- --json] [--quick] [--profile <folder>]`: measures the budgets of DESIGN
 * section 9, all or those named, as ratios within one run. The exit code is 1 when one is missed.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  });
  const results = await runAll(findBenchmarks(positionals), values.quick, values.profile);
  const report = await createReport(results);
  const file = await writeReport(report);
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else printTable(report);
  say(`Written to ${file}`);
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
}

function findBenchmarks(names: readonly string[]): Benchmark[] {
  const known = benchmarks.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(`No benchmark ${unknown.join(', ')}; there are ${known.join(', ')}`);
  }
  return benchmarks.filter(({ name }) => names.length === 0 || names.includes(name));
}

async function runAll(
  chosen: readonly Benchmark[],
  isQuick: boolean,
  profileDir: string | undefined,
): Promise<Result[]> {
  const config = readConfig();
  const started: (() => Promise<void> | void)[] = [];
  const stopAll = async (): Promise<void> => {
    for (let stop = started.pop(); stop !== undefined; stop = started.pop()) {
      // The others are stopped nevertheless.
      await Promise.resolve()
        .then(stop)
        .catch((error: unknown) => say(`Stopping: ${String(error)}`));
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stopAll().finally(() => process.exit(EXIT_BY_SIGNAL)));
  }
  try {
    say('Starting PostgreSQL, Temporal, a mail sink and the API');
    const servers = await startServers(config);
    started.push(servers.stop);
    const sink = await startSink();
    started.push(sink.stop);
    const product = await startProduct({ config, servers, smtpUrl: sink.smtpUrl, profileDir });
    started.push(product.stop);
    const results: Result[] = [];
    for (const { name, title, run } of chosen) {
      say(`${name}: ${title}`);
      const report = (line: string): void => say(`  ${line}`);
      const stopLater = (stop: () => Promise<void>): void => void started.push(stop);
      const bench: Bench = { servers, sink, product, isQuick, report, stopLater };
      results.push(...(await run(bench)));
    }
    return results;
  } finally {
    await stopAll();
  }
}

const EXIT_BY_SIGNAL = 130;

/** To stderr: with --json, stdout is for the one object. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

main().catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 2;
});
