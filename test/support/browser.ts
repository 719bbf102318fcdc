import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { CHECKOUT } from './build';
import type { CleanUp } from './clean-up';
import { startChromium } from './chromium';
import type { Ready } from './platform-process';
import { startWholeSystem, type WholeSystem } from './whole-system';

/**
 * The whole product and a real browser for the tests of a file. Call it in `beforeAll`.
 *
 * @param options of `startWholeSystem`: settings, how the mail server behaves
 */
export async function startProductWithBrowser(
  cleanUp: CleanUp,
  options: Parameters<typeof startWholeSystem>[0] = {},
): Promise<ProductWithBrowser> {
  const system = await startWholeSystem(options);
  cleanUp(() => system.stop());
  const browser = await startChromium();
  cleanUp(() => browser.close());
  const { ready } = system;
  const open = (look?: Look) => openPage(browser, ready, look);
  return {
    ...system,
    open,
    openAsAdmin: async (address, look) => {
      const tab = await open(look);
      const { adminEmail: email, adminPassword: password } = ready.demo;
      const data = { email, password };
      const answer = await tab.context.request.post('/trpc/auth.signIn', { data });
      if (!answer.ok()) throw new Error(`The admin cannot sign in: ${await answer.text()}`);
      await tab.goto(address);
      return tab;
    },
  };
}

export interface ProductWithBrowser extends WholeSystem {
  /** A page in a context of its own: no cookies, nothing kept. Close it with its `close`. */
  open: (look?: Look) => Promise<OpenPage>;
  /** The same, at `address`, with the demo admin signed in already. */
  openAsAdmin: (address: string, look?: Look) => Promise<OpenPage>;
}

export interface Look {
  dark?: boolean;
  /** 360 is a small phone. */
  width?: number;
  height?: number;
  locale?: string;
}

/** What is promised of every page; `problems` is empty when it is kept. */
export interface OpenPage {
  page: Page;
  context: BrowserContext;
  /** Errors of the console, uncaught ones, requests to other hosts: expect none. */
  problems: readonly string[];
  goto: (path: string) => Promise<void>;
  /** Serious and critical violations of WCAG 2.2 A and AA (axe-core), as text. */
  axe: () => Promise<string[]>;
  /** Whether something is wider than the screen, so that one must scroll sideways. */
  overflowPixels: () => Promise<number>;
  /** Into docs/screenshots/, when BESTOW_SCREENSHOTS is set: else a run leaves the tree clean. */
  screenshot: (name: string) => Promise<void>;
  close: () => Promise<void>;
}

async function openPage(browser: Browser, ready: Ready, look: Look = {}): Promise<OpenPage> {
  const { dark = false, width = 1280, height = 820, locale = 'en-GB' } = look;
  const context = await browser.newContext({
    baseURL: ready.url,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale,
  });
  // Before the test's own time is over, so that it says what it waited for.
  context.setDefaultTimeout(WAIT_MILLISECONDS);
  const page = await context.newPage();
  const problems = watchForProblems(context, ready.url);
  return {
    page,
    context,
    problems,
    goto: async (address) => {
      await page.goto(address);
      await page.getByRole('heading', { level: 1 }).waitFor();
    },
    axe: () => findViolations(page),
    overflowPixels: async () => {
      const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      return Number(wider);
    },
    screenshot: async (name) => {
      if (process.env['BESTOW_SCREENSHOTS'] === undefined) return;
      const folder = path.join(CHECKOUT, 'docs', 'screenshots');
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: path.join(folder, `${name}.png`) });
    },
    close: () => context.close(),
  };
}

const WAIT_MILLISECONDS = 20_000;

function watchForProblems(context: BrowserContext, url: string): string[] {
  const problems: string[] = [];
  context.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(url) && !/^(data|blob|about):/.test(address)) {
      problems.push(`a request to another host: ${address}`);
    }
  });
  context.on('console', (message) => {
    // Chromium reports each answer of 400 and more; that refusals are shown, tests say themselves.
    const isRefusal = /^Failed to load resource: .* status of 4\d\d/.test(message.text());
    if (message.type() === 'error' && !isRefusal) problems.push(message.text());
  });
  context.on('weberror', (error) => problems.push(String(error.error())));
  return problems;
}

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function findViolations(page: Page): Promise<string[]> {
  // By the debugger's door, which the Content-Security-Policy does not guard.
  await page.evaluate(AXE);
  const run = `axe.run({ runOnly: ${JSON.stringify(RULES)} })`;
  const { violations } = await page.evaluate<{ violations: Violation[] }>(run);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
}

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary: string }[];
}

/** Presses keys one after the other: `press(page, 'g', 'd')`. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}
