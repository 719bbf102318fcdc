import { row, sheetXml, workbook } from '../test/support/broken-files';
import { createSpreadsheetReader, type SpreadsheetReader } from './read-file';

const HEADINGS = 'Name,E-mail,Points\n';
const good = Buffer.from(`${HEADINGS}Asha,asha@example.com,100\n`);
const slow = Buffer.from(HEADINGS + 'Asha,asha@example.com,100\n'.repeat(150_000));

let reader: SpreadsheetReader | undefined;

afterEach(async () => {
  await reader?.close();
});

test('a file that takes too long ends its thread, and others are read', async () => {
  reader = createSpreadsheetReader({ threads: 1, limits: { deadlineMilliseconds: 200 } });
  // The first reading waits for the thread, which the deadline must not count against a file.
  await readUntilOk(reader);
  const read = await reader.read(slow, 'slow.csv', { maxRows: 200_000 });
  expect(read).toMatchObject({ ok: false, problem: { code: 'file_took_too_long' } });
  expect(await readUntilOk(reader)).toBe(1);
});

test('a file that takes too much memory ends its thread, and others are read', async () => {
  // Near its limit a thread collects garbage for seconds: the deadline is one that it does not reach.
  const limits = { threadHeapMegabytes: 10, deadlineMilliseconds: 30_000 };
  reader = createSpreadsheetReader({ threads: 1, limits });
  const read = await reader.read(slow, 'large.csv', { maxRows: 200_000 });
  expect(read).toMatchObject({ ok: false, problem: { code: 'file_unpacks_too_large' } });
  expect(await readUntilOk(reader)).toBe(1);
});

test('files that come at once wait for their turn, and each gets its own answer', async () => {
  const one = createSpreadsheetReader({ threads: 1 });
  reader = one;
  const counts = await Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      const rows = row('A', 'a@example.com', '5').repeat(index + 1);
      const sheet = sheetXml(row('Name', 'E-mail', 'Points') + rows);
      const read = await one.read(workbook({ sheet }), 'x.xlsx', { maxRows: 500 });
      return read.ok ? read.sheet.rowCount : read.problem.code;
    }),
  );
  expect(counts).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
});

test('the bytes that were given stay as they were, and belong to the caller', async () => {
  reader = createSpreadsheetReader({ threads: 1 });
  const bytes = Uint8Array.from(good);
  await reader.read(bytes, 'good.csv', { maxRows: 500 });
  expect(Buffer.from(bytes).equals(good)).toBe(true);
});

/** A new thread may need more than the short deadline of these tests to load. */
async function readUntilOk(from: SpreadsheetReader): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const read = await from.read(good, 'good.csv', { maxRows: 500 });
    if (read.ok) return read.sheet.rowCount;
  }
  throw new Error('A good file is not read any more.');
}
