import { useCleanUp } from '../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestCompany,
} from '../test/support/company';

const cleanUp = useCleanUp();
let api: TestApi;
let acme: TestCompany;
let newestFirst: string[];

beforeAll(async () => {
  const databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
  acme = await makeCompany(databases.platformDb, { balance: 10_000 });
  // At once, so that many share a moment.
  const sends = Array.from({ length: 23 }, (_, n) =>
    api.as(acme).send({ recipients: [{ name: 'A', email: `l${n}@list.example`, points: 1 }] }),
  );
  const ids = (await Promise.all(sends)).map(({ body }) => body.id);
  newestFirst = ids.sort().reverse();
});

test.each([1, 7, 22, 23, 24, 500])(
  'pages of %i give every distribution once, newest first',
  async (limit) => {
    const pages = await readAll(`/distributions?limit=${limit}`);
    expect(pages.flat().map(({ id }) => id)).toEqual(newestFirst);
    expect(pages).toHaveLength(Math.ceil(23 / limit));
  },
);

test('a send between two pages moves nothing into or out of the later ones', async () => {
  const first = await readPage('/distributions?limit=10');
  const sent = await api
    .as(acme)
    .send({ recipients: [{ name: 'A', email: 'x@l.example', points: 1 }] });
  const rest = await readAll(`/distributions?limit=10&cursor=${first.nextCursor}`);
  expect([...first.items, ...rest.flat()].map(({ id }) => id)).toEqual(newestFirst);
  newestFirst.unshift(sent.body.id);
});

test('filters narrow a list, page by page', async () => {
  expect((await readAll('/distributions?limit=5&status=accepted&method=api')).flat()).toHaveLength(
    newestFirst.length,
  );
  expect((await readAll('/distributions?status=completed')).flat()).toEqual([]);
  expect((await readAll('/distributions?method=individual')).flat()).toEqual([]);
});

test('pages of rewards give every row once, in order', async () => {
  const rows = Array.from({ length: 101 }, (_, n) => ({
    name: 'A',
    email: `r${n}@l.example`,
    points: 1,
  }));
  const sent = await api.as(acme).send({ recipients: rows });
  for (const limit of [1, 50, 100, 101, 500]) {
    const pages = await readAll(`/distributions/${sent.body.id}/rewards?limit=${limit}`);
    expect(pages.flat().map(({ row }) => row)).toEqual(rows.map((_, n) => n + 1));
  }
});

test('a reward is shown with its time line', async () => {
  const sent = await api
    .as(acme)
    .send({ recipients: [{ name: 'A', email: 't@l.example', points: 1 }] });
  const [reward] = sent.body.rewards;
  expect(await api.as(acme).getReward(reward!.id)).toEqual({
    ...reward,
    timeline: [{ at: expect.any(String), event: 'accepted', detail: null }],
    scheduledResends: [],
  });
});

interface Page {
  items: { id: string; row?: number }[];
  nextCursor: string | null;
}

async function readPage(path: string): Promise<Page> {
  const { status, body } = await api.as(acme).request<Page>('GET', path);
  expect(status).toBe(200);
  return body;
}

async function readAll(path: string): Promise<Page['items'][]> {
  const pages: Page['items'][] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Page = await readPage(cursor === '' ? path : withCursor(path, cursor));
    pages.push(page.items);
    cursor = page.nextCursor;
  }
  return pages;
}

function withCursor(path: string, cursor: string): string {
  const url = new URL(path, 'http://x');
  url.searchParams.set('cursor', cursor);
  return `${url.pathname}${url.search}`;
}
