import type { Knex } from 'knex';
import { ACCEPTING } from './006-schedules/accepting';
import { FUNDING } from './006-schedules/funding';
import { PLANNING } from './006-schedules/planning';
import { STARTING } from './006-schedules/starting';

/**
 * Time and money to wait for (rules R6, R9, R11): when a distribution starts, whether its points are
 * held yet, who changed that, and what a company paid.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  for (const functions of [PLANNING, FUNDING, STARTING, ACCEPTING]) await knex.raw(functions);
}

export async function down(): Promise<void> {
  throw new Error('Schedules are never undone');
}

const TABLES = `
  ALTER TABLE companies ADD COLUMN time_zone text NOT NULL DEFAULT 'UTC';
  ALTER TABLE recipients ADD COLUMN time_zone text;

  ALTER TABLE distributions
    ADD COLUMN send_at timestamptz,
    ADD COLUMN time_zone text,
    ADD COLUMN take_funds text NOT NULL DEFAULT 'now' CHECK (take_funds IN ('now', 'at_send')),
    ADD COLUMN if_insufficient text NOT NULL DEFAULT 'fail' CHECK (if_insufficient IN ('fail', 'wait')),
    -- Since when its points are held; NULL while they still stand in the Company Balance.
    ADD COLUMN held_at timestamptz DEFAULT now(),
    ADD COLUMN waiting_since timestamptz,
    ADD COLUMN cancelled_at timestamptz,
    -- Why it was cancelled by itself.
    ADD COLUMN reason_code text,
    -- How many days ahead the last warning about missing funds was mailed.
    ADD COLUMN funds_warned_days integer,
    ADD CONSTRAINT scheduled_has_a_time CHECK (status <> 'scheduled' OR send_at IS NOT NULL),
    ADD CONSTRAINT waiting_holds_nothing CHECK (status <> 'awaiting_funds'
      OR (held_at IS NULL AND waiting_since IS NOT NULL)),
    ADD CONSTRAINT sent_is_held CHECK (held_at IS NOT NULL
      OR status NOT IN ('accepted', 'sending', 'completed', 'completed_with_failures'));
  CREATE INDEX distributions_scheduled ON distributions (send_at) WHERE status = 'scheduled';
  CREATE INDEX distributions_awaiting_funds ON distributions (company_id, waiting_since, id)
    WHERE status = 'awaiting_funds';

  -- Who changed when and whether a distribution is sent; what it was before and after. The rest of
  -- its time line stands in its own columns.
  CREATE TABLE distribution_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    distribution_id uuid NOT NULL,
    company_id uuid NOT NULL,
    event text NOT NULL,
    actor text NOT NULL,
    reason_code text,
    plan_before jsonb,
    plan_after jsonb NOT NULL,
    -- One signal is applied once, however often its activity is repeated.
    request_key text UNIQUE,
    at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
    FOREIGN KEY (distribution_id, company_id) REFERENCES distributions (id, company_id)
  );
  CREATE INDEX distribution_events_of_distribution ON distribution_events (distribution_id, id);

  -- What companies paid. The platform's finance enters it; the reference of the payment is unique.
  CREATE TABLE recharges (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    company_id uuid NOT NULL REFERENCES companies,
    points bigint NOT NULL CHECK (points > 0),
    payment_reference text NOT NULL UNIQUE CHECK (length(payment_reference) BETWEEN 1 AND 200),
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now())
  );

  -- Keys of the platform's own staff and systems: of no company. Hashed like those of companies.
  CREATE TABLE platform_keys (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ('finance')),
    prefix text NOT NULL,
    key_hash bytea NOT NULL UNIQUE CHECK (length(key_hash) = 32),
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
  );

  SELECT guard_company_table('distribution_events', 'company_id'),
    guard_company_table('recharges', 'company_id');
  GRANT SELECT, INSERT ON distribution_events TO bestow_api, bestow_worker;
  GRANT SELECT ON recharges TO bestow_api;
  GRANT SELECT, INSERT ON recharges TO bestow_worker;
  GRANT SELECT, INSERT, UPDATE ON platform_keys TO bestow_worker;
`;
