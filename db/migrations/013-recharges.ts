import type { Knex } from 'knex';
import { PAYING } from './013-recharges/paying';
import { STATEMENT } from './013-recharges/statement';
import { TENDING } from './013-recharges/tending';

/**
 * Points that a company asks for and pays by an invoice; what was paid, with a trace of everything
 * that was not credited; the level at which it is told that its balance is low; its statement.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  for (const functions of [PAYING, TENDING, STATEMENT]) await knex.raw(functions);
}

export async function down(): Promise<void> {
  throw new Error('What was paid is never undone');
}

const TABLES = `
  -- What finance enters as paid has no invoice; what a company asks for has one.
  ALTER TABLE recharges
    ALTER COLUMN payment_reference DROP NOT NULL,
    ADD COLUMN status text NOT NULL DEFAULT 'paid'
      CHECK (status IN ('awaiting_payment', 'paid', 'cancelled', 'expired')),
    ADD COLUMN invoice_number text UNIQUE,
    -- The invoice as it was issued (documents/document.ts): what is rendered later is the same paper.
    ADD COLUMN invoice jsonb,
    ADD COLUMN amount_minor bigint CHECK (amount_minor > 0),
    ADD COLUMN currency text CHECK (currency ~ '^[A-Z]{3}$'),
    ADD COLUMN note text,
    ADD COLUMN billing_reference text,
    ADD COLUMN request_key text,
    ADD COLUMN expires_at timestamptz,
    ADD COLUMN paid_at timestamptz DEFAULT date_trunc('milliseconds', now()),
    ADD COLUMN ended_at timestamptz,
    -- Grows with every change; the sweeper wakes the workflow of what it has not seen.
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ADD COLUMN tended_version integer NOT NULL DEFAULT 0,
    ADD COLUMN tended_at timestamptz,
    ADD CONSTRAINT recharges_of_company UNIQUE (id, company_id),
    ADD CONSTRAINT recharges_one_request UNIQUE (company_id, request_key),
    ADD CONSTRAINT paid_has_a_payment CHECK ((status = 'paid') = (payment_reference IS NOT NULL)
      AND (status = 'paid') = (paid_at IS NOT NULL)),
    ADD CONSTRAINT invoice_is_whole CHECK (invoice_number IS NULL AND status = 'paid'
      OR (invoice_number IS NOT NULL AND invoice IS NOT NULL AND amount_minor IS NOT NULL
        AND currency IS NOT NULL AND expires_at IS NOT NULL));
  UPDATE recharges SET paid_at = created_at;
  CREATE INDEX recharges_listed ON recharges (company_id, id DESC);
  CREATE INDEX recharges_open ON recharges (id) WHERE status = 'awaiting_payment';
  CREATE INDEX recharges_untended ON recharges (id)
    WHERE invoice_number IS NOT NULL AND tended_version < version;

  -- A company asks and cancels; that it has paid is for finance to say.
  CREATE POLICY asks_only ON recharges AS RESTRICTIVE FOR INSERT TO bestow_api
    WITH CHECK (status = 'awaiting_payment');
  CREATE POLICY cancels_only ON recharges AS RESTRICTIVE FOR UPDATE TO bestow_api
    USING (true) WITH CHECK (status = 'cancelled');
  GRANT INSERT ON recharges TO bestow_api;
  GRANT UPDATE (status, ended_at, version) ON recharges TO bestow_api;
  GRANT UPDATE ON recharges TO bestow_worker;

  -- Everything that said that money came. A row is matched, or refused with a reason until finance
  -- has settled it.
  CREATE TABLE payments (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    provider text NOT NULL CHECK (provider IN ('bank', 'stripe', 'test')),
    -- The provider's own event, so that a replay is the same row.
    event_key text NOT NULL CHECK (length(event_key) BETWEEN 1 AND 400),
    reference text CHECK (length(reference) BETWEEN 1 AND 200),
    recharge_id uuid,
    company_id uuid,
    amount_minor bigint,
    currency text,
    status text NOT NULL CHECK (status IN ('matched', 'refused', 'settled')),
    reason_code text,
    -- How often it came; a replay changes nothing else.
    times integer NOT NULL DEFAULT 1,
    received_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    received_from text NOT NULL,
    decision text CHECK (decision IN ('credited', 'refunded', 'ignored')),
    decision_note text,
    settled_by text,
    settled_at timestamptz,
    UNIQUE (provider, event_key),
    FOREIGN KEY (recharge_id, company_id) REFERENCES recharges (id, company_id),
    CHECK ((status = 'refused') = (reason_code IS NOT NULL AND settled_at IS NULL)),
    CHECK ((status = 'settled') = (decision IS NOT NULL)),
    CHECK (status <> 'matched' OR recharge_id IS NOT NULL)
  );
  CREATE INDEX payments_of_recharge ON payments (recharge_id);
  CREATE INDEX payments_refused ON payments (id) WHERE status = 'refused';

  -- Mails of recharges and balances that are to be sent. A recharge's workflow sends its own, the
  -- sweeper those of a low balance.
  CREATE TABLE money_mails (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    company_id uuid NOT NULL,
    recharge_id uuid,
    kind text NOT NULL CHECK (kind IN
      ('invoice', 'reminder_1', 'reminder_2', 'reminder_3', 'paid', 'expired', 'low_balance')),
    admin_id uuid NOT NULL,
    -- Of low_balance: what it was when it was noticed.
    balance bigint,
    alert_points bigint,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz,
    given_up_at timestamptz,
    detail text,
    UNIQUE (recharge_id, kind, admin_id),
    FOREIGN KEY (recharge_id, company_id) REFERENCES recharges (id, company_id),
    FOREIGN KEY (admin_id, company_id) REFERENCES admins (id, company_id),
    CHECK ((kind = 'low_balance') = (recharge_id IS NULL))
  );
  CREATE INDEX money_mails_unsent ON money_mails (recharge_id)
    WHERE sent_at IS NULL AND given_up_at IS NULL;

  -- The level at which a company is told, once each time that its balance falls below.
  CREATE TABLE balance_alerts (
    company_id uuid PRIMARY KEY REFERENCES companies,
    points bigint NOT NULL CHECK (points > 0),
    is_below boolean NOT NULL DEFAULT false,
    updated_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now())
  );

  SELECT guard_company_table('payments', 'company_id'), guard_company_table('money_mails', 'company_id'),
    guard_company_table('balance_alerts', 'company_id');
  GRANT SELECT, INSERT, UPDATE ON payments, money_mails TO bestow_worker;
  GRANT SELECT, INSERT, UPDATE, DELETE ON balance_alerts TO bestow_api, bestow_worker;
`;
