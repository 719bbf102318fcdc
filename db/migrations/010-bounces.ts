import type { Knex } from 'knex';

/** Mails that come back, and a window for retries that is each mail's own. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE rewards
      -- Grows when its mail begins anew, to another address or after a failure: what comes back of an
      -- earlier one says nothing about the present one.
      ADD COLUMN mail_version integer NOT NULL DEFAULT 1,
      -- Since when the present mail is deferred; its window for retries begins here.
      ADD COLUMN mail_deferred_since timestamptz,
      -- Not before this is it tried again.
      ADD COLUMN mail_retry_at timestamptz;

    -- A reward whose state has moved on has another mail, or none: its retries begin anew. Only the
    -- condition is paid for by mails that were never deferred.
    CREATE FUNCTION forget_deferral() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.mail_deferred_since := NULL;
      NEW.mail_retry_at := NULL;
      RETURN NEW;
    END $$;
    CREATE TRIGGER another_mail BEFORE UPDATE ON rewards FOR EACH ROW
      WHEN (OLD.mail_retry_at IS NOT NULL AND OLD.status IS DISTINCT FROM NEW.status)
      EXECUTE FUNCTION forget_deferral();

    -- Each mail that came back, once, however often its notification arrives.
    CREATE TABLE mail_bounces (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      company_id uuid NOT NULL,
      reward_id uuid NOT NULL,
      -- Which mail: 'invite', 'reward', 'resend.2'; and the version of its address.
      mail text NOT NULL,
      mail_version integer NOT NULL,
      reason_code text NOT NULL,
      -- Whether the reward's mail has failed by it; else a later mail had overtaken it.
      counted boolean NOT NULL,
      -- Until the ticket is there; the sweeper looks for those that wait.
      ticket_due boolean NOT NULL,
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      UNIQUE (reward_id, mail, mail_version),
      FOREIGN KEY (reward_id, company_id) REFERENCES rewards (id, company_id)
    );
    CREATE INDEX mail_bounces_ticket_due ON mail_bounces (at) WHERE ticket_due;
    SELECT guard_company_table('mail_bounces', 'company_id');
    GRANT SELECT, INSERT, UPDATE ON mail_bounces TO bestow_worker;

    ALTER TABLE tickets DROP CONSTRAINT tickets_cause_check;
    ALTER TABLE tickets ADD CONSTRAINT tickets_cause_check CHECK (cause IN ('mailbox_not_found',
      'mailbox_full', 'mail_blocked', 'mail_policy', 'mailbox_unreachable', 'mailbox_rejected',
      'mail_server_unreachable', 'wrong_recipient', 'cancel_what_was_sent', 'did_not_arrive', 'other'));
  `);
}

export async function down(): Promise<void> {
  throw new Error('Bounces are never undone');
}
