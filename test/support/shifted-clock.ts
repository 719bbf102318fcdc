import pg from 'pg';

/**
 * A clock of one test database that can be set ahead, as the time of a server that skips time goes
 * ahead. The product says now() and clock_timestamp() without a schema, so a schema that stands before
 * pg_catalog in the search path answers instead: nothing of the product knows of it.
 *
 * Connections that are open already keep the old path: shift the clock before any pool is opened.
 */
export async function shiftClockOf(databaseUrl: string): Promise<ShiftedClock> {
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  await owner.query(CLOCK);
  await owner.query(`ALTER DATABASE ${owner.escapeIdentifier(owner.database ?? '')}
    SET search_path = test_clock, pg_catalog, public`);
  await shiftDefaults(owner);
  return {
    setAhead: async (milliseconds) => {
      await owner.query('UPDATE test_clock.shift SET milliseconds = $1', [milliseconds]);
    },
    close: () => owner.end(),
  };
}

export interface ShiftedClock {
  /** By how much the database is ahead of the machine. */
  setAhead: (milliseconds: number) => Promise<void>;
  close: () => Promise<void>;
}

const CLOCK = `
CREATE SCHEMA test_clock;
CREATE TABLE test_clock.shift (milliseconds float8 NOT NULL);
INSERT INTO test_clock.shift VALUES (0);
CREATE FUNCTION test_clock.ahead() RETURNS interval LANGUAGE sql STABLE AS
  $$ SELECT make_interval(secs => milliseconds / 1000) FROM test_clock.shift $$;
CREATE FUNCTION test_clock.now() RETURNS timestamptz LANGUAGE sql STABLE AS
  $$ SELECT pg_catalog.now() + test_clock.ahead() $$;
CREATE FUNCTION test_clock.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS
  $$ SELECT pg_catalog.statement_timestamp() + test_clock.ahead() $$;
CREATE FUNCTION test_clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
  $$ SELECT pg_catalog.clock_timestamp() + test_clock.ahead() $$;
GRANT USAGE ON SCHEMA test_clock TO public;
GRANT SELECT ON test_clock.shift TO public;
`;

/** The default of a column is bound to its function when the column is made. */
async function shiftDefaults(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ statement: string }>(`
    SELECT format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', d.adrelid::regclass, a.attname,
      regexp_replace(pg_get_expr(d.adbin, d.adrelid), '(now|clock_timestamp)\\(\\)',
        'test_clock.\\1()', 'g')) AS statement
    FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    WHERE pg_get_expr(d.adbin, d.adrelid) ~ '(now|clock_timestamp)\\(\\)'`);
  for (const { statement } of rows) await owner.query(statement);
}
