import { ApplicationFailure, ensureApplicationFailure } from '@temporalio/common';
import pino from 'pino';
import { useCleanUp } from '../test/support/clean-up';
import { openTestDatabases, type TestDatabases } from '../test/support/company';
import { createDatabase, type Database, rowsOf } from './pool';

/** What fails in the database is kept by logs and by Temporal: no value of a row may stand in it. */
const cleanUp = useCleanUp();
const SECRET = 'Zebulon Quux';
let databases: TestDatabases;
let narrow: Database;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  const { databaseUrl } = databases;
  narrow = createDatabase({ databaseUrl, role: 'bestow_worker', connections: 1 });
  cleanUp(() => narrow.destroy());
  narrow.client.pool.acquireTimeoutMillis = 50;
});

test.each<[string, (db: Database) => Promise<unknown>, RegExp]>([
  [
    'a row that a constraint refuses',
    (db) =>
      rowsOf(
        db,
        `INSERT INTO access_mails (content, to_name, to_address, expires_at)
         VALUES ('{"kind":"unknown"}', ?, 'x', now())`,
        [SECRET],
      ),
    /violates check constraint/,
  ],
  [
    'a value that is there already',
    async (db) => {
      const sql = 'INSERT INTO rate_limits (key) VALUES (?)';
      await rowsOf(db, sql, [SECRET]);
      await rowsOf(db, sql, [SECRET]);
    },
    /violates unique constraint .{1,3}rate_limits_pkey/,
  ],
  ['a value of another type', (db) => rowsOf(db, 'SELECT ?::uuid', [SECRET]), /22P02/],
  ['JSON that is none', (db) => rowsOf(db, 'SELECT ?::jsonb', [`{"name":"${SECRET}`]), /22P02/],
  [
    'a connection that breaks',
    (db) =>
      rowsOf(db, 'SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(5), ?::text', [SECRET]),
    /terminat/,
  ],
  [
    'a pool that is exhausted',
    () =>
      narrow.transaction(async () => {
        await rowsOf(narrow, 'SELECT ?::text', [SECRET]);
      }),
    /acquiring a connection/i,
  ],
])('%s', async (_, fail, expected) => {
  const error = await fail(databases.platformDb).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const lines: string[] = [];
  pino({}, { write: (line) => void lines.push(line) }).error({ err: error }, 'failed');
  expect(lines.join()).toMatch(expected);
  expect(lines.join()).not.toContain(SECRET);
  const failure = ensureApplicationFailure(error);
  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(`${failure.message} ${failure.stack} ${JSON.stringify(failure)}`).not.toContain(SECRET);
});
