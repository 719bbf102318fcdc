import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ApiClient } from './api-client';
import { query, reconcile } from './ask-database';
import { CHECKOUT } from './checkout';
import type { CleanUp } from './clean-up';
import { startChromium } from './chromium';
import { makeDemoCompany } from './demo-company';
import { askMailDesk, type Mails } from './mail-desk';
import type { Ready } from './platform-process';
import { sharedProduct } from './shared-product';
import { waitFor } from './wait-for';

// Flows of dozens of steps, on a machine that may do other things, too. It holds for tests that are
// declared after it: those of every file that imports this one.
jest.setTimeout(60_000);

/**
 * The product that the run shares, with a real browser and a company for the tests of a file. Call
 * it in `beforeAll`.
 *
 * @param domain of the people of that company, so that no other file knows them: `acme-send.example`
 */
export async function openProduct(cleanUp: CleanUp, domain: string): Promise<Product> {
  const { ready, mailDeskUrl } = sharedProduct();
  const [company, browser] = await Promise.all([makeDemoCompany(ready, domain), startChromium()]);
  cleanUp(() => browser.close());
  const open = openerOf(browser, ready.url);
  const { demo } = ready;
  const people = {
    admin: { email: company.adminEmail, password: demo.adminPassword },
    support: { email: demo.supportEmail, password: demo.supportPassword },
    lead: { email: demo.leadEmail, password: demo.leadPassword },
    finance: { email: demo.financeEmail, password: demo.financePassword },
  };
  const signIn: Product['signIn'] = async (who, look) => {
    const tab = await open(look);
    const data = typeof who === 'string' ? people[who] : who;
    const answer = await tab.context.request.post('/trpc/auth.signIn', { data });
    if (!answer.ok()) throw new Error(`${data.email} cannot sign in: ${await answer.text()}`);
    return tab;
  };
  const openAs: Product['openAs'] = async (who, address, look) => {
    const tab = await signIn(who, look);
    await tab.goto(address);
    return tab;
  };
  return {
    ready,
    companyId: company.id,
    apiKey: company.apiKey,
    acme: company.api,
    people,
    mails: askMailDesk(mailDeskUrl),
    query: (sql, values) => query(ready.databaseUrl, sql, values),
    reconcile: () => reconcile(ready.databaseUrl),
    endSessions: async () => {
      await query(
        ready.databaseUrl,
        `DELETE FROM sessions WHERE
           sess->>'adminId' IN (SELECT id::text FROM admins WHERE company_id = $1) OR
           sess->>'recipientId' IN (SELECT id::text FROM recipients WHERE company_id = $1)`,
        [company.id],
      );
    },
    open,
    signIn,
    openAs,
    openAsAdmin: (address, look) => openAs('admin', address, look),
  };
}

export interface Product {
  readonly ready: Ready;
  /** The company of this file, as `seedDemo` makes Acme Industries, and its API. */
  readonly companyId: string;
  readonly apiKey: string;
  readonly acme: ApiClient;
  /** The owner of that company, and people of the platform, whom all files share. */
  readonly people: Record<Known, Person>;
  readonly mails: Mails;
  /** As superuser, in the database that all files share. */
  query<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** `npm run reconcile`. Gives its last line. */
  reconcile(): Promise<string>;
  /** The sessions of everybody of this file's company are over. */
  endSessions(): Promise<void>;
  /** A page of somebody who was never here: no cookies, nothing kept. Close it with its `close`. */
  open: (look?: Look) => Promise<OpenPage>;
  /** The same, with somebody signed in already. */
  signIn: (who: Known | Person, look?: Look) => Promise<OpenPage>;
  /** And at `address`. */
  openAs: (who: Known | Person, address: string, look?: Look) => Promise<OpenPage>;
  openAsAdmin: (address: string, look?: Look) => Promise<OpenPage>;
}

type Known = 'admin' | 'support' | 'lead' | 'finance';

export interface Person {
  email: string;
  password: string;
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
  /** Nothing is loaded or read again any more. */
  settled: () => Promise<void>;
  /**
   * Serious and critical violations of WCAG 2.2 A and AA (axe-core), as text; of what colours decide,
   * in the light and in the dark.
   */
  axe: () => Promise<string[]>;
  /** Whether something is wider than the screen, so that one must scroll sideways. */
  overflowPixels: () => Promise<number>;
  /** Looks at the same page on a small phone. */
  onPhone: <Seen>(look: () => Promise<Seen>) => Promise<Seen>;
  /** Into docs/screenshots/, when BESTOW_SCREENSHOTS is set: else a run leaves the tree clean. */
  screenshot: (name: string) => Promise<void>;
  close: () => Promise<void>;
}

/**
 * Opens pages. One that was closed is used again, with all that it kept forgotten: a new one starts
 * a process and compiles the program anew, which took a third of the run.
 */
function openerOf(browser: Browser, url: string): (look?: Look) => Promise<OpenPage> {
  const free = new Map<string, Reused[]>();
  return async ({ dark = false, width = 1280, height = 820, locale = 'en-GB' } = {}) => {
    const reused = free.get(locale)?.pop() ?? (await newPage(browser, url, locale));
    const { page, context, watch } = reused;
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    return {
      page,
      context,
      problems: watch(),
      ...looksOf(page),
      close: async () => {
        await forget(reused);
        free.set(locale, [...(free.get(locale) ?? []), reused]);
      },
    };
  };
}

interface Reused {
  page: Page;
  context: BrowserContext;
  /** Begins a new list of problems. */
  watch: () => readonly string[];
}

async function newPage(browser: Browser, url: string, locale: string): Promise<Reused> {
  const context = await browser.newContext({ baseURL: url, reducedMotion: 'reduce', locale });
  // Before the test's own time is over, so that it says what it waited for.
  context.setDefaultTimeout(WAIT_MILLISECONDS);
  return { context, page: await context.newPage(), watch: watchForProblems(context, url) };
}

const WAIT_MILLISECONDS = 20_000;

async function forget({ page, context }: Reused): Promise<void> {
  for (const other of context.pages()) if (other !== page) await other.close();
  // Of the same origin, so that the process stays, and without a program that could still write.
  await page.goto('/healthz');
  await page.evaluate('localStorage.clear(), sessionStorage.clear()');
  await context.clearCookies();
  await context.clearPermissions();
}

function looksOf(page: Page): Omit<OpenPage, 'page' | 'context' | 'problems' | 'close'> {
  const unsettled = page.locator(UNSETTLED);
  const settled = async () => {
    await page.getByRole('heading', { level: 1 }).waitFor();
    await waitFor('the page to be settled', async () => (await unsettled.count()) === 0);
  };
  const overflowPixels = async () => Number(await page.evaluate(OVERFLOW));
  return {
    settled,
    goto: async (address) => {
      await page.goto(address);
      await page.getByRole('heading', { level: 1 }).waitFor();
    },
    axe: () => findViolations(page),
    overflowPixels,
    onPhone: async (look) => {
      const before = page.viewportSize()!;
      await page.setViewportSize({ width: 360, height: 740 });
      const seen = await look();
      await page.setViewportSize(before);
      return seen;
    },
    screenshot: async (name) => {
      if (process.env['BESTOW_SCREENSHOTS'] === undefined) return;
      const folder = path.join(CHECKOUT, 'docs', 'screenshots');
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: path.join(folder, `${name}.png`) });
    },
  };
}

/** While a list is read again, its rows are faint; before it is there, its shape is. */
const UNSETTLED = '[aria-busy=true], .mantine-Skeleton-root[data-visible]';

const FRAME = 'new Promise((resolve) => requestAnimationFrame(resolve))';
/** What follows the width by script does so in a few frames: too wide is what stays so for 60. */
const OVERFLOW = `(async () => {
  let overflow;
  for (let frame = 0; frame < 60; frame += 1) {
    await ${FRAME};
    overflow = document.documentElement.scrollWidth - innerWidth;
    if (frame > 0 && overflow <= 0) break;
  }
  return overflow;
})()`;

function watchForProblems(context: BrowserContext, url: string): () => readonly string[] {
  let problems: string[] = [];
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
  return () => (problems = []);
}

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Those whose answer depends on the colour scheme. */
const RULES_OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** All rules as the page is, and those of colours in the other scheme. */
async function findViolations(page: Page): Promise<string[]> {
  // By the debugger's door, which the Content-Security-Policy does not guard.
  await page.evaluate(`window.axe ?? (() => { ${AXE}; ${NO_TRANSITIONS} })()`);
  const found = await runAxe(page, { type: 'tag', values: RULES });
  const isDark = await page.evaluate<boolean>("matchMedia('(prefers-color-scheme: dark)').matches");
  await changeScheme(page, isDark ? 'light' : 'dark');
  found.push(...(await runAxe(page, { type: 'rule', values: RULES_OF_COLOURS })));
  await changeScheme(page, isDark ? 'dark' : 'light');
  return found;
}

/** Between two schemes some colours glide, and are too faint on the way. */
const NO_TRANSITIONS = `const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, *::before, *::after { transition: none !important; }');
  document.adoptedStyleSheets.push(sheet);`;

async function changeScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  // The application follows by script; what the server draws follows by itself.
  await page.evaluate(`(async () => {
    const follows = () => [undefined, '${colorScheme}'].includes(
      document.documentElement.dataset.mantineColorScheme);
    for (let frame = 0; frame < 60 && (frame < 2 || !follows()); frame += 1) await ${FRAME};
  })()`);
}

async function runAxe(
  page: Page,
  runOnly: { type: 'tag' | 'rule'; values: string[] },
): Promise<string[]> {
  // What is right is most of the page: to describe it, too, takes as long as to look.
  const options = JSON.stringify({ runOnly, resultTypes: ['violations'], selectors: false });
  return page.evaluate<string[]>(`axe.run(${options}).then(({ violations }) =>
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(
      ({ id, nodes }) => nodes.map((node) => id + ': ' + node.html + ' ' + node.failureSummary)))`);
}

/** Presses keys one after the other: `press(page, 'g', 'd')`. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}
