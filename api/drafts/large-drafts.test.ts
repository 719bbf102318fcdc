import type { Distribution } from '../../contracts/distributions';
import type { Draft, DraftRowView } from '../../contracts/drafts';
import { reconcile } from '../../db/reconcile';
import { useCleanUp } from '../../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestDatabases,
} from '../../test/support/company';

const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases, { maxRecipients: 50_000 });
});

afterEach(async () => {
  expect(await reconcile(databases.platformDb)).toEqual([]);
  expect(api.logged).toEqual([]);
});

/** Judged in parts of 1,000: the same person stands in the first and in the last. */
const ROWS = 2_203;
const FIRST = 2;
const LAST = ROWS + 1;

test('a draft of many parts is one draft: its counts, its pages, its changes and its send', async () => {
  const company = await makeCompany(databases.platformDb, { balance: 2_200, recipients: [] });
  const client = api.as(company);
  const emails = Array.from(
    { length: ROWS },
    (_, index) => `person${index % (ROWS - 1)}@x.example`,
  );
  const lines = emails.map((email, index) => `Person ${index},${email},1`);
  const { body: draft } = await client.upload(
    'all.csv',
    ['Name,E-mail,Points', ...lines].join('\n'),
  );
  expect(draft).toMatchObject({
    rows: ROWS,
    totals: { rows: ROWS, valid: ROWS, points: ROWS, balance: 2_200, shortfall: 3 },
    groups: { will_be_invited: ROWS, duplicate_in_file: 1 },
    toConfirm: ['duplicate_in_file'],
  });
  expect(draft.suggestedRemovals).toMatchObject([{ row: FIRST }, { row: LAST - 1 }, { row: LAST }]);

  const shown = await pagesOf(`/drafts/${draft.id}/rows?limit=200`);
  expect(shown.map(({ row, name }) => [row, name])).toEqual(
    lines.map((_, index) => [FIRST + index, `Person ${index}`]),
  );
  const twice = await pagesOf(`/drafts/${draft.id}/rows?group=duplicate_in_file`);
  expect(twice).toMatchObject([{ row: LAST, warnings: [{ code: 'duplicate_in_file' }] }]);
  expect(twice[0]?.warnings[0]?.message).toContain(`row ${FIRST} too`);

  const removed = await client.request<Draft>('POST', `/drafts/${draft.id}/remove-rows`, {
    version: draft.version,
    rows: [LAST - 1, 1_101],
  });
  const mended = await client.request<Draft>('PATCH', `/drafts/${draft.id}/rows/${LAST}`, {
    version: removed.body.version,
    email: 'somebody-else@x.example',
  });
  expect(mended.body).toMatchObject({
    totals: { rows: ROWS, valid: ROWS - 2, shortfall: 1 },
    groups: { removed: 2, duplicate_in_file: 0 },
    toConfirm: [],
  });
  const last = await client.request<Draft>('POST', `/drafts/${draft.id}/remove-rows`, {
    version: mended.body.version,
    rows: [FIRST],
  });
  const sent = await client.request<Distribution>('POST', `/drafts/${draft.id}/distribute`, {
    version: last.body.version,
  });
  expect(sent).toMatchObject({ status: 201, body: { recipients: ROWS - 3, points: 2_200 } });

  async function pagesOf(path: string): Promise<DraftRowView[]> {
    const items: DraftRowView[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? path : `${path}&cursor=${cursor}`;
      const page = await client.request<{ items: DraftRowView[]; nextCursor: string | null }>(
        'GET',
        query,
      );
      expect(page.status).toBe(200);
      items.push(...page.body.items);
      cursor = page.body.nextCursor;
    }
    return items;
  }
});
