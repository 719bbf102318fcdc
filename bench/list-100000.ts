import { type Bench, type Benchmark, judge, type Result, watchMemory } from './benchmark';
import { clockMilliseconds } from './clock';
import { percentile } from './measure/statistics';
import { makeManyDistributions } from './set-up/many-distributions';

/** The list that an admin opens each day, of a company that has sent for years: all in 200 ms. */
export const list100000: Benchmark = {
  name: 'list-100000',
  title: 'the list of 100,000 distributions: its pages, filters and search',
  run: async (bench) => {
    const { product, report } = bench;
    const { apiKey } = await makeManyDistributions(product.databaseUrl, {
      name: 'Long-standing',
      count: 100_000,
    });
    await product.analyze();
    const newest = '/distributions?limit=25';
    const results: Result[] = [];
    for (const [name, path] of [
      ['newest', newest],
      ['further', `${newest}&cursor=${await cursorAfter(product.url, apiKey, newest)}`],
      ['status', `${newest}&status=completed_with_failures`],
      ['failed', `${newest}&hasFailed=true`],
      ['method', `${newest}&method=bulk`],
      ['days', `${newest}&from=${daysAgo(200)}&to=${daysAgo(190)}`],
      ['search', `${newest}&search=order-51234`],
    ] as const) {
      results.push(await time(bench, { name, url: `${product.url}/api/v1${path}`, apiKey }));
    }
    report(results.map(({ name, ours }) => `${name} ${ours.toFixed(0)} ms`).join(', '));
    const [slowest] = [...results].sort((a, b) => b.ratio - a.ratio);
    return slowest ? [{ ...slowest, name: 'list-100000' }, ...results] : results;
  },
};

const BUDGET_MILLISECONDS = 200;
const WARM_UPS = 5;
const ROUNDS = 50;
const QUICK_ROUNDS = 10;

/** The 95th percentile against the budget: one slow list in a day is remembered. */
async function time(
  { product, isQuick }: Bench,
  { name, url, apiKey }: { name: string; url: string; apiKey: string },
): Promise<Result> {
  const memory = watchMemory({ ours: product.pid });
  const ours: number[] = [];
  for (let round = 1 - WARM_UPS; round <= (isQuick ? QUICK_ROUNDS : ROUNDS); round += 1) {
    const startedAt = clockMilliseconds();
    const { items } = await getPage(url, apiKey);
    if (items.length === 0) throw new Error(`${name}: an empty page is no measure`);
    if (round >= 1) ours.push(clockMilliseconds() - startedAt);
  }
  return judge({
    name: `list-100000/${name}`,
    ...{ budget: 1, sense: 'at most', unit: 'ms' },
    ...{ ours: percentile(ours, 0.95), reference: BUDGET_MILLISECONDS },
    samples: { ours, reference: [BUDGET_MILLISECONDS] },
    ...memory(),
  });
}

interface Page {
  items: unknown[];
  nextCursor: string | null;
}

/** After the first 2,500. */
async function cursorAfter(productUrl: string, apiKey: string, path: string): Promise<string> {
  let cursor = '';
  for (let page = 0; page < 25; page += 1) {
    const url = `${productUrl}/api/v1${path.replace('limit=25', 'limit=100')}${cursor && `&cursor=${cursor}`}`;
    cursor = (await getPage(url, apiKey)).nextCursor ?? '';
  }
  return cursor;
}

async function getPage(url: string, apiKey: string): Promise<Page> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${apiKey}` } });
  const body = await response.text();
  if (response.status !== 200) throw new Error(`${url}: ${response.status}: ${body.slice(0, 500)}`);
  return JSON.parse(body) as Page;
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}
