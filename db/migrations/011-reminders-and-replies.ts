import type { Knex } from 'knex';

/** Reminders of unused invitations; tickets that are opened once however often they are asked for. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A row is made when the reminder is tried first. A corrected address is invited anew, and so
    -- reminded anew: a reminder belongs to the invitation of its time.
    CREATE TABLE reminders (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      company_id uuid NOT NULL,
      reward_id uuid NOT NULL,
      invited_at timestamptz NOT NULL,
      n integer NOT NULL CHECK (n > 0),
      attempts integer NOT NULL DEFAULT 1,
      began_at timestamptz NOT NULL DEFAULT now(),
      next_try_at timestamptz NOT NULL DEFAULT now(),
      outcome text CHECK (outcome IN ('sent', 'refused', 'given_up')),
      ended_at timestamptz,
      UNIQUE (reward_id, invited_at, n),
      FOREIGN KEY (reward_id, company_id) REFERENCES rewards (id, company_id)
    );
    SELECT guard_company_table('reminders', 'company_id');
    GRANT SELECT, INSERT, UPDATE ON reminders TO bestow_worker;

    -- The next reminder of a reward and its time; it is due when that is over. None for one that was
    -- used, has expired, or whose address refuses mail. What a long outage has skipped is not made up
    -- for: of several that are over, the last one counts.
    CREATE FUNCTION next_reminder(r rewards, after_seconds bigint[])
    RETURNS TABLE (n integer, at timestamptz) LANGUAGE sql STABLE AS $$
      WITH passed AS (
        SELECT count(*)::int AS n FROM unnest(after_seconds) AS seconds
        WHERE r.invited_at + make_interval(secs => seconds) <= now()
      )
      SELECT t.n, t.at FROM (
        SELECT p.n, coalesce(m.next_try_at, r.invited_at + make_interval(secs => after_seconds[p.n]))
        FROM passed p LEFT JOIN reminders m
          ON m.reward_id = r.id AND m.invited_at = r.invited_at AND m.n = p.n
        WHERE p.n > 0 AND m.outcome IS NULL
        UNION ALL
        SELECT p.n + 1, r.invited_at + make_interval(secs => after_seconds[p.n + 1])
        FROM passed p WHERE p.n < cardinality(after_seconds)
      ) AS t(n, at)
      WHERE r.status = 'awaiting_registration' AND r.invitation_refused_at IS NULL
        AND t.at < r.expires_at AND r.expires_at > now()
        AND NOT EXISTS (SELECT FROM recipients p WHERE p.email_key = r.email_key)
        AND EXISTS (SELECT FROM reward_links l WHERE l.reward_id = r.id
          AND l.purpose = 'registration' AND l.used_at IS NULL AND l.revoked_at IS NULL)
      ORDER BY t.at LIMIT 1 $$;

    -- The same request under the same key opens one ticket.
    ALTER TABLE tickets ADD COLUMN idempotency_key text,
      ADD COLUMN request_hash bytea,
      ADD CONSTRAINT tickets_once UNIQUE (company_id, idempotency_key),
      ADD CONSTRAINT key_has_a_hash CHECK (idempotency_key IS NULL OR request_hash IS NOT NULL);
  `);
}

export async function down(): Promise<void> {
  throw new Error('Reminders are never undone');
}
