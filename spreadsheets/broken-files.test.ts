import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fileReasons } from '../domain/file-reasons';
import { brokenFiles, row, sheetXml, workbook } from '../test/support/broken-files';
import { CHECKOUT } from '../test/support/checkout';
import { tellMeasured } from '../test/support/measured';
import type { FileProblem } from './read-file';

const COMMITTED = path.join(CHECKOUT, 'test', 'files', 'broken');
const committed = [
  { name: 'excel-97.xls', code: 'file_is_old_xls', message: /old \.xls/ },
  { name: 'password.xlsx', code: 'file_is_password_protected', message: /password/ },
  { name: 'libreoffice.ods', code: 'file_format_unknown', message: /\.ods/ },
];
const MAX_MILLISECONDS = 5_000;
const MAX_MEGABYTES = 512;

const answers = new Map<string, Answer>();
let folder = '';

interface Answer extends Partial<FileProblem> {
  name: string;
  milliseconds: number;
  rows?: { cells: { name: string }; input: { name: string } }[];
  besideIsRead: boolean;
  peakMegabytes: number;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bestow-broken-files-'));
  for (const { name, make } of brokenFiles) await writeFile(path.join(folder, name), make());
  const long = workbook({ sheet: sheetXml(TABLE_WITH_A_LONG_NAME) });
  await writeFile(path.join(folder, 'ten-megabyte-cell.xlsx'), long);
  for (const name of await readdir(COMMITTED)) {
    await copyFile(path.join(COMMITTED, name), path.join(folder, name));
  }
  const script = path.join(CHECKOUT, 'test', 'support', 'read-files-process.mjs');
  const reader = path.join(CHECKOUT, 'dist', 'spreadsheets', 'read-file.js');
  const { stdout } = await promisify(execFile)(process.execPath, [script, reader, folder]);
  for (const line of stdout.trim().split('\n')) {
    const answer = JSON.parse(line) as Answer;
    answers.set(answer.name, { ...answer });
  }
}, 120_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test.each([...brokenFiles, ...committed])('$name is $code', ({ name, code, message }) => {
  const answer = answers.get(name);
  expect(answer).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(answer?.nextAction).toMatch(/^[A-Z].{10,}\.$/);
});

test('a cell of ten megabytes is cut, and its row is left to be mended', () => {
  expect(answers.get('ten-megabyte-cell.xlsx')?.rows).toMatchObject([
    { cells: { name: expect.stringMatching(/^A{10000}$/) } },
  ]);
});

test('none takes longer than five seconds or 512 MB, and all the while others are read', () => {
  const all = [...answers.values()];
  const slowest = all.reduce((one, other) => (one.milliseconds > other.milliseconds ? one : other));
  const peak = Math.max(...all.map(({ peakMegabytes }) => peakMegabytes));
  tellMeasured(
    `${all.length} broken files: ${slowest.name} ${slowest.milliseconds} ms, ${peak} MB`,
  );
  expect(slowest.milliseconds).toBeLessThan(MAX_MILLISECONDS);
  expect(peak).toBeLessThan(MAX_MEGABYTES);
  expect(all.filter(({ besideIsRead }) => !besideIsRead)).toEqual([]);
});

test('every reason why a file is not read is met, but for a slow machine', () => {
  const met = new Set<string | undefined>([...answers.values()].map(({ code }) => code));
  const unmet = Object.keys(fileReasons).filter((code) => !met.has(code));
  expect(unmet).toEqual(['file_took_too_long']);
});

const TABLE_WITH_A_LONG_NAME =
  row('Name', 'E-mail', 'Points') + row('A'.repeat(10e6), 'asha@example.com', '100');
