import type { Knex } from 'knex';

/**
 * Large sends wait until somebody else has looked at them: the company's limit, who was asked and who
 * decided, and the mails about it. A company without a limit has no row here.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
}

export async function down(): Promise<void> {
  throw new Error('Decisions about sends are never undone');
}

const TABLES = `
  -- A send of more points than this waits for an approval; NULL: none does.
  ALTER TABLE companies ADD COLUMN approval_limit bigint CHECK (approval_limit >= 0);

  CREATE TABLE approvals (
    distribution_id uuid PRIMARY KEY,
    company_id uuid NOT NULL,
    -- What the limit was when the send was accepted, and whether its points were held from then.
    limit_points bigint NOT NULL CHECK (limit_points >= 0),
    was_held boolean NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    outcome text CHECK (outcome IN ('approved', 'rejected')),
    decided_by text,
    decided_at timestamptz,
    note text CHECK (length(note) BETWEEN 1 AND 1000),
    -- What people are to be told of and its workflow has not looked at yet: asked, or decided.
    due_since timestamptz DEFAULT now(),
    tended_at timestamptz,
    UNIQUE (distribution_id, company_id),
    FOREIGN KEY (distribution_id, company_id) REFERENCES distributions (id, company_id),
    CONSTRAINT decided_as_a_whole CHECK ((outcome IS NULL) = (decided_by IS NULL)
      AND (outcome IS NULL) = (decided_at IS NULL)),
    CONSTRAINT rejected_with_a_note CHECK (outcome IS DISTINCT FROM 'rejected' OR note IS NOT NULL)
  );
  CREATE INDEX approvals_due ON approvals (due_since) WHERE due_since IS NOT NULL;
  CREATE INDEX distributions_awaiting_approval ON distributions (company_id, id)
    WHERE status = 'awaiting_approval';

  CREATE TABLE approval_mails (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    company_id uuid NOT NULL,
    distribution_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('asked', 'reminder', 'approved', 'rejected')),
    admin_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz,
    given_up_at timestamptz,
    deferred_since timestamptz,
    detail text,
    UNIQUE (distribution_id, kind, admin_id),
    FOREIGN KEY (distribution_id, company_id) REFERENCES approvals (distribution_id, company_id),
    FOREIGN KEY (admin_id, company_id) REFERENCES admins (id, company_id)
  );

  SELECT guard_company_table('approvals', 'company_id'),
    guard_company_table('approval_mails', 'company_id');
  GRANT SELECT, INSERT ON approvals TO bestow_api;
  GRANT SELECT, INSERT, UPDATE ON approvals, approval_mails TO bestow_worker;

  -- The person who sent: by a session, or by a key that he made. NULL for a key of nobody.
  CREATE FUNCTION person_behind(actor text) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT CASE
      WHEN actor LIKE 'admin/%' THEN substr(actor, 7)::uuid
      WHEN actor LIKE 'api_key/%' THEN (SELECT substr(k.created_by, 7)::uuid FROM api_keys k
        WHERE k.id = substr(actor, 9)::uuid AND k.created_by LIKE 'admin/%') END $$;
`;
