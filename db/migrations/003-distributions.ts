import type { Knex } from 'knex';

/** Distributions, their rewards, what happened to each reward, and the links of the mails. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE distributions (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      company_id uuid NOT NULL REFERENCES companies,
      method text NOT NULL CHECK (method IN ('individual', 'bulk', 'api')),
      status text NOT NULL CHECK (status IN ('draft', 'accepted', 'awaiting_approval', 'awaiting_funds',
        'scheduled', 'sending', 'completed', 'completed_with_failures', 'cancelled', 'rejected')),
      external_id text,
      idempotency_key text,
      request_hash bytea NOT NULL,
      if_unregistered text NOT NULL CHECK (if_unregistered IN ('register', 'invite', 'fail')),
      created_by text NOT NULL,
      recipients integer NOT NULL CHECK (recipients > 0),
      -- What was held when it was accepted: the points of all rows that were not refused.
      points bigint NOT NULL CHECK (points >= 0),
      -- The run that carries it, for the page's link and the operator.
      workflow_id text,
      run_id text,
      created_at timestamptz NOT NULL DEFAULT now(),
      started_at timestamptz,
      completed_at timestamptz,
      UNIQUE (id, company_id),
      UNIQUE (company_id, idempotency_key)
    );
    CREATE INDEX distributions_of_company ON distributions (company_id, id DESC);
    CREATE INDEX distributions_open ON distributions (status, created_at)
      WHERE status IN ('accepted', 'sending');

    CREATE TABLE rewards (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      company_id uuid NOT NULL,
      distribution_id uuid NOT NULL,
      row integer NOT NULL CHECK (row > 0),
      name text NOT NULL,
      email text NOT NULL,
      email_key text NOT NULL,
      points bigint NOT NULL CHECK (points >= 0),
      mobile text,
      citation text,
      external_id text,
      status text NOT NULL CHECK (status IN ('pending', 'awaiting_registration', 'credited', 'delivered',
        'failed', 'email_failed', 'cancelled', 'expired', 'reversed')),
      -- A row that was refused when the distribution was accepted was never charged.
      refused_at_accept boolean NOT NULL DEFAULT false,
      reason_code text,
      recipient_id uuid,
      mail_attempts integer NOT NULL DEFAULT 0,
      -- The run that sends the mail now; a lease, since a run can be lost.
      mail_claim text,
      mail_claimed_until timestamptz,
      -- The mail server refused the invitation for good; the link still works when handed over.
      invitation_refused_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      invited_at timestamptz,
      expires_at timestamptz,
      credited_at timestamptz,
      delivered_at timestamptz,
      failed_at timestamptz,
      UNIQUE (distribution_id, row),
      UNIQUE (id, company_id),
      FOREIGN KEY (distribution_id, company_id) REFERENCES distributions (id, company_id),
      FOREIGN KEY (recipient_id, company_id) REFERENCES recipients (id, company_id),
      CHECK (status <> 'failed' OR reason_code IS NOT NULL)
    ) WITH (fillfactor = 80);
    CREATE INDEX rewards_waiting_for ON rewards (email_key) WHERE status = 'awaiting_registration';
    CREATE INDEX rewards_recent ON rewards (company_id, email_key, created_at DESC);
    CREATE INDEX rewards_of_recipient ON rewards (recipient_id, id DESC) WHERE recipient_id IS NOT NULL;

    CREATE TABLE reward_events (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      reward_id uuid NOT NULL,
      company_id uuid NOT NULL,
      event text NOT NULL,
      reason_code text,
      detail text,
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      FOREIGN KEY (reward_id, company_id) REFERENCES rewards (id, company_id)
    );
    CREATE INDEX reward_events_of_reward ON reward_events (reward_id, id);

    -- The token in a link is derived from the link's id by the server's secret, so that a mail sent
    -- again is the same mail; here is only its SHA-256.
    CREATE TABLE reward_links (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      company_id uuid NOT NULL,
      reward_id uuid NOT NULL,
      purpose text NOT NULL CHECK (purpose IN ('registration', 'activation')),
      token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
      expires_at timestamptz NOT NULL,
      used_at timestamptz,
      revoked_at timestamptz,
      UNIQUE (reward_id, purpose),
      FOREIGN KEY (reward_id, company_id) REFERENCES rewards (id, company_id)
    );

    -- Sign-in links of recipients: single use, short.
    CREATE TABLE wallet_links (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      recipient_id uuid NOT NULL REFERENCES recipients,
      token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
      expires_at timestamptz NOT NULL,
      used_at timestamptz
    );

    SELECT guard_company_table('distributions', 'company_id'), guard_company_table('rewards', 'company_id'),
      guard_company_table('reward_events', 'company_id'), guard_company_table('reward_links', 'company_id');
    GRANT SELECT, INSERT, UPDATE ON distributions, rewards TO bestow_api, bestow_worker;
    GRANT SELECT, INSERT ON reward_events TO bestow_api, bestow_worker;
    GRANT SELECT, INSERT, UPDATE ON reward_links, wallet_links TO bestow_worker;
  `);
}

export async function down(): Promise<void> {
  throw new Error('Distributions are never undone');
}
