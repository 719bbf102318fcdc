import pg from 'pg';
import { BALANCE_POINTS, personEmail, personName } from '../set-up/people';

/**
 * The database of every reference: what a good engineer would build for "take the points, credit the
 * recipient, mail" without our holds, roles, row-level security and events. Double entry with a
 * balance that cannot fall below zero, each step one call, the hot row locked last.
 */
export async function prepareReference(databaseUrl: string, people: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(SCHEMA);
    await client.query(
      `INSERT INTO accounts (id, kind, balance) VALUES ('${COMPANY_ACCOUNT}', 'company_balance', $1)`,
      [BALANCE_POINTS],
    );
    const numbers = Array.from({ length: people }, (_, person) => person);
    await client.query(
      `WITH person AS (
         SELECT name, email, uuidv7() AS account FROM unnest($1::text[], $2::text[]) AS p(name, email)
       ), opened AS (
         INSERT INTO accounts (id, kind) SELECT account, 'recipient_wallet' FROM person
       )
       INSERT INTO recipients (name, email, account_id) SELECT name, email, account FROM person`,
      [numbers.map(personName), numbers.map(personEmail)],
    );
  } finally {
    await client.end();
  }
}

const COMPANY_ACCOUNT = '00000000-0000-0000-0000-000000000001';

/** Everything of the references that is not final; `untilNothing` waits for it. */
export const REFERENCE_STILL_OPEN = `SELECT FROM rewards WHERE status <> 'delivered' LIMIT 1`;

const SCHEMA = `
CREATE TABLE accounts (
  id uuid PRIMARY KEY, kind text NOT NULL,
  balance bigint NOT NULL DEFAULT 0 CHECK (balance >= 0), version bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 70);
CREATE TABLE recipients (
  id uuid PRIMARY KEY DEFAULT uuidv7(), name text NOT NULL, email text NOT NULL UNIQUE,
  account_id uuid NOT NULL REFERENCES accounts
);
CREATE TABLE distributions (
  id uuid PRIMARY KEY, recipients integer NOT NULL, points bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE rewards (
  id uuid PRIMARY KEY DEFAULT uuidv7(), distribution_id uuid NOT NULL REFERENCES distributions,
  row integer NOT NULL, recipient_id uuid NOT NULL REFERENCES recipients, name text NOT NULL,
  email text NOT NULL, points bigint NOT NULL CHECK (points > 0), citation text,
  status text NOT NULL DEFAULT 'pending', created_at timestamptz NOT NULL DEFAULT now(),
  credited_at timestamptz, delivered_at timestamptz, UNIQUE (distribution_id, row)
) WITH (fillfactor = 80);
-- For the question whether all is done; it holds only what is not.
CREATE INDEX rewards_open ON rewards (id) WHERE status <> 'delivered';
CREATE TABLE transfers (
  id uuid PRIMARY KEY DEFAULT uuidv7(), business_key text NOT NULL UNIQUE, points bigint NOT NULL,
  from_account_id uuid NOT NULL REFERENCES accounts, to_account_id uuid NOT NULL REFERENCES accounts,
  reward_id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE entries (
  account_id uuid NOT NULL REFERENCES accounts, account_version bigint NOT NULL,
  transfer_id uuid NOT NULL REFERENCES transfers, points bigint NOT NULL, balance_after bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (account_id, account_version)
);

-- Writes a distribution with its rewards; repeating it with the same id changes nothing.
CREATE FUNCTION record_distribution(distribution uuid, reward_rows jsonb) RETURNS uuid[]
LANGUAGE plpgsql AS $$
DECLARE ids uuid[];
BEGIN
  INSERT INTO distributions (id, recipients, points)
  SELECT distribution, count(*), sum((r->>'points')::bigint) FROM jsonb_array_elements(reward_rows) r
  ON CONFLICT DO NOTHING;
  IF FOUND THEN
    INSERT INTO rewards (distribution_id, row, recipient_id, name, email, points, citation)
    SELECT distribution, r.row, p.id, r.name, r.email, r.points, r.citation
    FROM ROWS FROM (jsonb_to_recordset(reward_rows)
      AS (name text, email text, points bigint, citation text)) WITH ORDINALITY
      AS r(name, email, points, citation, row)
    JOIN recipients p ON p.email = r.email;
  END IF;
  SELECT array_agg(id ORDER BY row) INTO ids FROM rewards WHERE distribution_id = distribution;
  RETURN ids;
END $$;

-- Moves the points of rewards from the company to their recipients, each once.
CREATE FUNCTION credit_rewards(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH credited AS (
    UPDATE rewards SET status = 'credited', credited_at = now()
    WHERE id = ANY(ids) AND status = 'pending' RETURNING id, recipient_id, points
  ), posted AS (
    INSERT INTO transfers (business_key, points, from_account_id, to_account_id, reward_id)
    SELECT 'credit/' || c.id, c.points, '${COMPANY_ACCOUNT}', p.account_id, c.id
    FROM credited c JOIN recipients p ON p.id = c.recipient_id
    RETURNING id, points, from_account_id, to_account_id
  ), legs AS (
    SELECT id, from_account_id AS account_id, -points AS points FROM posted
    UNION ALL SELECT id, to_account_id, points FROM posted
  ), totals AS (
    SELECT account_id, sum(points)::bigint AS points, count(*) AS entries FROM legs GROUP BY account_id
  ), locked AS MATERIALIZED (
    SELECT a.id FROM accounts a WHERE a.id IN (SELECT account_id FROM totals)
    ORDER BY a.kind <> 'recipient_wallet', a.id FOR UPDATE OF a
  ), updated AS (
    UPDATE accounts a SET balance = a.balance + t.points, version = a.version + t.entries
    FROM locked l JOIN totals t ON t.account_id = l.id WHERE a.id = l.id
    RETURNING a.id, a.balance - t.points AS balance_before, a.version - t.entries AS version_before
  )
  INSERT INTO entries (account_id, account_version, transfer_id, points, balance_after)
  SELECT l.account_id, u.version_before + row_number() OVER running, l.id, l.points,
    (u.balance_before + sum(l.points) OVER running)::bigint
  FROM legs l JOIN updated u ON u.id = l.account_id
  WINDOW running AS (PARTITION BY l.account_id ORDER BY l.id);
END $$;`;
