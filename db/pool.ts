import { createHash } from 'node:crypto';
import knex, { type Knex } from 'knex';
import pg from 'pg';

export type Database = Knex;
export type Transaction = Knex.Transaction;

/**
 * A pool of connections in one of the two roles (db/migrations/001-people.ts): `bestow_api` sees the
 * company that `withCompany` names, `bestow_worker` sees all.
 */
export function createDatabase(options: {
  databaseUrl: string;
  role: 'bestow_api' | 'bestow_worker';
  connections: number;
}): Database {
  return knex({
    client: 'pg',
    connection: {
      connectionString: options.databaseUrl,
      // A start-up parameter costs no round trip, unlike SET ROLE after connecting.
      options: `-c role=${options.role}`,
      application_name: options.role,
      keepAlive: true,
      types: { getTypeParser },
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: options.connections },
    // The statement, not its values: what fails is kept by logs.
    compileSqlOnError: false,
    acquireConnectionTimeout: ACQUIRE_TIMEOUT_MILLISECONDS,
  });
}

/** Longer than a restart of PostgreSQL takes, shorter than a caller's patience. */
const ACQUIRE_TIMEOUT_MILLISECONDS = 15_000;

/** Runs `work` in a transaction that sees and writes the rows of one company only. */
export async function withCompany<Result>(
  db: Database,
  companyId: string,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  return db.transaction(async (tx) => {
    await tx.raw(`SELECT set_config('bestow.company_id', ?, true)`, [companyId]);
    return work(tx);
  });
}

/**
 * Rows of a query, typed by the caller who wrote its columns.
 *
 * Each text is prepared once a connection: our statements are few and long, and planning one anew
 * costs more than running it. So a text must not be made of values.
 */
export async function rowsOf<Row>(
  db: Database | Transaction,
  sql: string,
  bindings: readonly unknown[] = [],
): Promise<Row[]> {
  try {
    const result = await db
      .raw<{ rows: Row[] }>(sql, bindings as Knex.RawBinding[])
      .options({ name: statementName(sql) });
    return result.rows;
  } catch (error) {
    throw withoutValues(error, sql);
  }
}

/**
 * The same error without what it says of people: logs and the histories of Temporal keep it. `detail` has
 * the row that was refused, knex adds the bindings when no connection is free, and the message of a value
 * that is not of its type (class 22 of SQLSTATE) is that value.
 */
function withoutValues(error: unknown, sql: string): unknown {
  if (!(error instanceof Error)) return error;
  const known: Error & { code?: unknown; detail?: unknown; bindings?: unknown; where?: unknown } =
    error;
  delete known.detail;
  delete known.bindings;
  if (typeof known.code === 'string' && known.code.startsWith('22')) {
    delete known.where;
    // What PostgreSQL said, up to the value that it quotes; the frames stand below it.
    const [said = '', ...frames] = (known.stack ?? '').split('\n');
    known.message = `${sql} - ${said.split('"', 1)[0]} (${known.code})`;
    known.stack = [known.message, ...frames.filter(isFrame)].join('\n');
  }
  return known;
}

function isFrame(line: string): boolean {
  return /^ {4}at /.test(line);
}

const statementNames = new Map<string, string>();

function statementName(sql: string): string {
  let name = statementNames.get(sql);
  if (name === undefined) {
    name = `bestow_${createHash('sha256').update(sql).digest('hex').slice(0, 16)}`;
    statementNames.set(sql, name);
  }
  return name;
}

/** bigint columns are points and versions: safe integers by their CHECKs, so numbers on this side. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  return oid === BIGINT_OID ? parseBigint : pg.types.getTypeParser(oid, format);
}

const BIGINT_OID = 20;

function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is not a safe integer`);
  return value;
}
