import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { unpackRows } from '../domain/packed-rows';
import { readBytes } from './read-bytes';
import { defaultFileLimits, type Sheet, type SheetRow, type SheetSource } from './read-file';

/** Made by the programs that their names say, or to their conventions; see test/files/README.md. */
const FOLDER = path.join(__dirname, '..', 'test', 'files', 'good');
const names = readdirSync(FOLDER).filter((name) => !name.endsWith('.json'));

test.each(names)('%s is read as a person reads it', async (name) => {
  const expected = JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), 'utf8'));
  const bytes = readFileSync(path.join(FOLDER, name));
  const read = await readBytes(bytes, { limits: defaultFileLimits, maxRows: 500 });
  if (!read.ok) throw new Error(`${read.problem.code}: ${read.problem.message}`);
  expect(summarise(read.sheet)).toEqual(expected);
});

test('every kind of file is among them', () => {
  expect(names.length).toBeGreaterThanOrEqual(25);
});

interface Summary {
  source: SheetSource;
  rows: (Pick<SheetRow, 'row' | 'input'> & { issues?: string[] })[];
}

function summarise({ source, rows }: Sheet): Summary {
  return {
    source,
    rows: unpackRows(rows).map(({ row, input, issues }) => ({
      row,
      input,
      ...(issues.length > 0 && { issues: issues.map(({ field, code }) => `${field}:${code}`) }),
    })),
  };
}
