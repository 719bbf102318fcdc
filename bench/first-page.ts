import type { Browser, Response } from 'playwright-core';
import { startChromium } from '../test/support/chromium';
import { type Bench, type Benchmark, judge, type Result, watchMemory } from './benchmark';
import { median, percentile } from './measure/statistics';

/**
 * What somebody waits for who opens Bestow for the first time: nothing cached, a new browser context
 * each time, in either language: German brings its own texts, beside the English that the page has
 * anyway. Chromium takes brotli from loopback as from HTTPS; over plain HTTP it would get gzip, which
 * is a sixth more. Usable is when the first field can be typed into. Both budgets are absolute, so the
 * reference is the budget itself.
 */
export const firstPage: Benchmark = {
  name: 'first-page',
  title: 'the first page: compressed script, and until its first field is usable',
  run: async (bench) => {
    const browser = await startChromium();
    bench.stopLater(() => browser.close());
    try {
      return [
        ...(await measure(bench, browser, { name: 'first-page', locale: 'en-US' })),
        ...(await measure(bench, browser, { name: 'first-page/german', locale: 'de-DE' })),
      ];
    } finally {
      await browser.close();
    }
  },
};

const BUDGET_KILOBYTES = 250;
const BUDGET_MILLISECONDS = 1_000;
const WARM_UP_OPENINGS = 2;
const OPENINGS = 15;
const QUICK_OPENINGS = 5;

async function measure(
  { product, isQuick, report }: Bench,
  browser: Browser,
  { name, locale }: { name: string; locale: string },
): Promise<Result[]> {
  const memory = watchMemory({ ours: product.pid });
  const openings: Opening[] = [];
  const wanted = isQuick ? QUICK_OPENINGS : OPENINGS;
  for (let index = -WARM_UP_OPENINGS; index < wanted; index += 1) {
    const opening = await open(browser, product.url, locale);
    if (index >= 0) openings.push(opening);
  }
  const kilobytes = openings.map(({ scriptBytes }) => scriptBytes / 1_000);
  const milliseconds = openings.map(({ usableMilliseconds }) => usableMilliseconds);
  report(`${name}: ${median(kilobytes).toFixed(0)} kB of script`);
  report(
    `p50 ${median(milliseconds).toFixed(0)} ms, p95 ${percentile(milliseconds, 0.95).toFixed(0)} ms`,
  );
  const common = { sense: 'at most' as const, budget: 1, ...memory() };
  return [
    judge({
      ...common,
      name: `${name}/script`,
      unit: 'kB',
      ours: median(kilobytes),
      reference: BUDGET_KILOBYTES,
      samples: { ours: kilobytes, reference: [BUDGET_KILOBYTES] },
    }),
    judge({
      ...common,
      name,
      unit: 'ms',
      ours: median(milliseconds),
      reference: BUDGET_MILLISECONDS,
      samples: { ours: milliseconds, reference: [BUDGET_MILLISECONDS] },
    }),
  ];
}

interface Opening {
  scriptBytes: number;
  usableMilliseconds: number;
}

async function open(browser: Browser, url: string, locale: string): Promise<Opening> {
  const context = await browser.newContext({ locale });
  try {
    const page = await context.newPage();
    const scripts: Response[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response);
    });
    const startedAt = performance.now();
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator('input[type=email]').fill('a');
    const usableMilliseconds = performance.now() - startedAt;
    await page.waitForLoadState('networkidle');
    const sizes = await Promise.all(scripts.map((script) => script.request().sizes()));
    const scriptBytes = sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
    return { scriptBytes, usableMilliseconds };
  } finally {
    await context.close();
  }
}
