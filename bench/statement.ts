import { type Bench, type Benchmark, judge, type Result, watchMemory } from './benchmark';
import { clockMilliseconds } from './clock';
import { median } from './measure/statistics';
import { makeLongLedger } from './set-up/long-ledger';

/** A page that people open each day must not get slower as their company gets older. */
export const statement: Benchmark = {
  name: 'statement',
  title: 'statement page and balance with 10 million entries, against those with 10 thousand',
  run: async (bench) => {
    const { product, report, isQuick } = bench;
    const most = isQuick ? 1_000_000 : 10_000_000;
    const startedAt = clockMilliseconds();
    const short = await makeLongLedger(product.databaseUrl, { name: 'Young', entries: 10_000 });
    const long = await makeLongLedger(product.databaseUrl, { name: 'Old', entries: most });
    await product.analyze();
    const seconds = (clockMilliseconds() - startedAt) / 1_000;
    report(`${most.toLocaleString('en')} entries made in ${seconds.toFixed(0)} s`);
    const from = dayAgo(200);
    const paths: [string, string][] = [
      ['page', `/statement?from=${from}&to=${dayAgo(170)}&limit=50`],
      ['today', '/statement?limit=50'],
      ['balance', '/balance'],
    ];
    const results: Result[] = [];
    for (const [name, path] of paths) {
      results.push(await compare(bench, { name, path, long: long.apiKey, short: short.apiKey }));
    }
    const [slowest] = [...results].sort((a, b) => b.ratio - a.ratio);
    return slowest ? [{ ...slowest, name: 'statement' }, ...results] : results;
  },
};

const WARM_UPS = 10;

/** One after the other, so that whatever else the machine does meets both alike. */
async function compare(
  { product, report, isQuick }: Bench,
  { name, path, long, short }: { name: string; path: string; long: string; short: string },
): Promise<Result> {
  const rounds = isQuick ? 30 : 200;
  const samples = { ours: [] as number[], reference: [] as number[] };
  for (let round = 1 - WARM_UPS; round <= rounds; round += 1) {
    const times = {
      reference: await timeGet(`${product.url}/api/v1${path}`, short),
      ours: await timeGet(`${product.url}/api/v1${path}`, long),
    };
    if (round < 1) continue;
    samples.ours.push(times.ours);
    samples.reference.push(times.reference);
  }
  const [ours, reference] = [median(samples.ours), median(samples.reference)];
  report(`${name}: ${ours.toFixed(1)} ms, and ${reference.toFixed(1)} ms with 10,000`);
  return judge({
    name: `statement/${name}`,
    budget: 1.5,
    sense: 'at most',
    unit: 'ms',
    ...{ ours, reference, samples },
    ...watchMemory({ ours: product.pid })(),
  });
}

async function timeGet(url: string, apiKey: string): Promise<number> {
  const startedAt = clockMilliseconds();
  const response = await fetch(url, { headers: { authorization: `Bearer ${apiKey}` } });
  const body = await response.text();
  if (response.status !== 200) throw new Error(`${url}: ${response.status}: ${body.slice(0, 500)}`);
  return clockMilliseconds() - startedAt;
}

function dayAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
