/**
 * Reads every file of a folder by one reader, a good file beside each, and prints a line of JSON for
 * each: what came of it, the milliseconds, and the largest memory that the process has had so far.
 *
 * node read-files-process.mjs <dist/spreadsheets/read-file.js> <folder>
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [, , readerFile, folder] = process.argv;
const require = createRequire(import.meta.url);
const { createSpreadsheetReader } = require(readerFile);
const { unpackRows } = require(
  path.join(path.dirname(readerFile), '..', 'domain', 'packed-rows.js'),
);
const good = Buffer.from('Name,E-mail,Points\nAsha,asha@example.com,100\n');

const reader = createSpreadsheetReader();
for (const name of readdirSync(folder)) {
  const bytes = readFileSync(path.join(folder, name));
  const startedAt = performance.now();
  const [read, beside] = await Promise.all([
    reader.read(bytes, name, { maxRows: 500 }),
    reader.read(good, 'good.csv', { maxRows: 500 }),
  ]);
  const line = {
    name,
    milliseconds: Math.round(performance.now() - startedAt),
    ...(read.ok ? { rows: unpackRows(read.sheet.rows) } : read.problem),
    besideIsRead: beside.ok && beside.sheet.rowCount === 1,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
await reader.close();
