import type { Knex } from 'knex';

/** Tickets with their clock, what support did (audited), and mails that are sent once more. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE tickets (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      number bigint GENERATED ALWAYS AS IDENTITY (START WITH 1001) UNIQUE,
      -- NULL: the platform's own (an incident), or of somebody whom we do not know.
      company_id uuid REFERENCES companies,
      distribution_id uuid,
      -- The incident of the platform that explains this one and others.
      incident_id uuid REFERENCES tickets,
      cause text NOT NULL CHECK (cause IN ('mailbox_rejected', 'mail_server_unreachable',
        'wrong_recipient', 'cancel_what_was_sent', 'did_not_arrive', 'other')),
      state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'waiting_for_customer', 'resolved')),
      priority text NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
      subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 400),
      assigned_to uuid REFERENCES support_agents,
      opened_by text NOT NULL CHECK (opened_by IN ('workflow', 'admin', 'recipient')),
      opener_id text,
      contact_name text,
      contact_email text,
      -- Whether the contact was signed in; what a stranger typed proves nothing.
      contact_verified boolean NOT NULL DEFAULT false,
      -- The clock (domain/ticket-clock.ts): warn_at and due_at move on by the time that it rested.
      warn_at timestamptz NOT NULL,
      due_at timestamptz NOT NULL,
      paused_at timestamptz,
      warned_at timestamptz,
      breached_at timestamptz,
      first_answered_at timestamptz,
      resolved_at timestamptz,
      deadline timestamptz GENERATED ALWAYS AS
        (CASE WHEN state = 'open' AND first_answered_at IS NULL THEN due_at END) STORED,
      -- Grows with every change: who acts on what another has changed meanwhile is told so.
      version integer NOT NULL DEFAULT 1,
      -- The version that the ticket's workflow has seen; the sweeper wakes those that lag behind.
      tended_version integer NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
      updated_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
      UNIQUE (id, company_id),
      FOREIGN KEY (distribution_id, company_id) REFERENCES distributions (id, company_id),
      CHECK (opened_by <> 'admin' OR company_id IS NOT NULL)
    );
    -- One ticket for a distribution and a cause while it is open, and one incident for a cause.
    CREATE UNIQUE INDEX tickets_one_of_distribution ON tickets (distribution_id, cause)
      WHERE opened_by = 'workflow' AND state <> 'resolved' AND company_id IS NOT NULL;
    CREATE UNIQUE INDEX tickets_one_incident ON tickets (cause)
      WHERE opened_by = 'workflow' AND state <> 'resolved' AND company_id IS NULL;
    CREATE INDEX tickets_of_company ON tickets (company_id, id DESC);
    CREATE INDEX tickets_queue ON tickets ((coalesce(deadline, 'infinity')), id);
    CREATE INDEX tickets_untended ON tickets (updated_at) WHERE tended_version < version;

    CREATE TABLE ticket_rewards (
      ticket_id uuid NOT NULL,
      reward_id uuid NOT NULL,
      company_id uuid NOT NULL,
      -- Which failure: the same reward can be tried again and fail again.
      failed_at timestamptz,
      added_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (ticket_id, reward_id),
      FOREIGN KEY (ticket_id, company_id) REFERENCES tickets (id, company_id),
      FOREIGN KEY (reward_id, company_id) REFERENCES rewards (id, company_id)
    );
    CREATE INDEX ticket_rewards_of_reward ON ticket_rewards (reward_id);

    -- 'message': customer and support; 'note': support only; 'event': what happened, by its code.
    CREATE TABLE ticket_messages (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      ticket_id uuid NOT NULL REFERENCES tickets,
      company_id uuid,
      kind text NOT NULL CHECK (kind IN ('message', 'note', 'event')),
      author_kind text NOT NULL CHECK (author_kind IN
        ('agent', 'admin', 'api_key', 'recipient', 'operator', 'workflow')),
      author_id text,
      text text NOT NULL,
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      FOREIGN KEY (ticket_id, company_id) REFERENCES tickets (id, company_id)
    );
    CREATE INDEX ticket_messages_of_ticket ON ticket_messages (ticket_id, id);

    -- Mails of tickets that are to be sent; a ticket's workflow sends them.
    CREATE TABLE ticket_mails (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      ticket_id uuid NOT NULL REFERENCES tickets,
      kind text NOT NULL CHECK (kind IN ('answer', 'warning', 'breach')),
      message_id uuid REFERENCES ticket_messages,
      to_name text NOT NULL,
      to_address text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      sent_at timestamptz,
      given_up_at timestamptz,
      detail text
    );
    CREATE INDEX ticket_mails_unsent ON ticket_mails (ticket_id)
      WHERE sent_at IS NULL AND given_up_at IS NULL;

    -- Who did what, when and why. Insert-only for every role of the application.
    CREATE TABLE audit_records (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      company_id uuid REFERENCES companies,
      actor_kind text NOT NULL CHECK (actor_kind IN ('agent', 'admin', 'api_key', 'operator')),
      actor_id text NOT NULL,
      action text NOT NULL,
      reason text NOT NULL CHECK (length(btrim(reason)) > 0),
      ticket_id uuid REFERENCES tickets,
      reward_id uuid,
      before jsonb NOT NULL,
      after jsonb NOT NULL,
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      FOREIGN KEY (reward_id, company_id) REFERENCES rewards (id, company_id)
    );
    CREATE INDEX audit_records_of_ticket ON audit_records (ticket_id, id);
    CREATE INDEX audit_records_of_reward ON audit_records (reward_id, id);

    -- A reversal that needs a second person.
    CREATE TABLE reversal_requests (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      company_id uuid NOT NULL,
      ticket_id uuid NOT NULL,
      reward_id uuid NOT NULL,
      points bigint NOT NULL CHECK (points > 0),
      reason text NOT NULL,
      requested_by uuid NOT NULL REFERENCES support_agents,
      requested_at timestamptz NOT NULL DEFAULT now(),
      decided_by uuid REFERENCES support_agents,
      decided_at timestamptz,
      outcome text CHECK (outcome IN ('approved', 'rejected')),
      FOREIGN KEY (ticket_id, company_id) REFERENCES tickets (id, company_id),
      FOREIGN KEY (reward_id, company_id) REFERENCES rewards (id, company_id),
      CONSTRAINT two_persons CHECK (outcome <> 'approved' OR decided_by <> requested_by),
      CHECK ((outcome IS NULL) = (decided_by IS NULL))
    );
    CREATE UNIQUE INDEX reversal_requests_one_open ON reversal_requests (reward_id)
      WHERE outcome IS NULL;

    -- Tokens of links that were replaced: who opens one is told that it is over.
    CREATE TABLE former_link_tokens (
      token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
      company_id uuid NOT NULL,
      reward_id uuid NOT NULL,
      purpose text NOT NULL,
      replaced_at timestamptz NOT NULL DEFAULT now(),
      FOREIGN KEY (reward_id, company_id) REFERENCES rewards (id, company_id)
    );

    -- Mails about a reward that are sent once more, now or at a time.
    CREATE TABLE resends (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      company_id uuid NOT NULL,
      reward_id uuid NOT NULL,
      n integer NOT NULL CHECK (n > 0),
      status text NOT NULL DEFAULT 'scheduled' CHECK (status IN
        ('scheduled', 'delivered', 'failed', 'cancelled')),
      send_at timestamptz NOT NULL,
      requested_by text NOT NULL,
      requested_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
      ended_at timestamptz,
      reason_code text,
      UNIQUE (reward_id, n),
      UNIQUE (id, company_id),
      FOREIGN KEY (reward_id, company_id) REFERENCES rewards (id, company_id)
    );
    CREATE INDEX resends_due ON resends (send_at) WHERE status = 'scheduled';

    SELECT guard_company_table('tickets', 'company_id'),
      guard_company_table('ticket_rewards', 'company_id'),
      guard_company_table('ticket_messages', 'company_id'),
      guard_company_table('audit_records', 'company_id'),
      guard_company_table('reversal_requests', 'company_id'),
      guard_company_table('former_link_tokens', 'company_id'),
      guard_company_table('resends', 'company_id');
    -- What a recipient writes to support is not the company's to read, nor what support notes.
    CREATE POLICY not_of_recipients ON tickets AS RESTRICTIVE FOR SELECT TO bestow_api
      USING (opened_by <> 'recipient');
    CREATE POLICY public_messages ON ticket_messages AS RESTRICTIVE FOR SELECT TO bestow_api
      USING (kind = 'message' AND EXISTS (SELECT FROM tickets t WHERE t.id = ticket_id));
    GRANT SELECT, INSERT, UPDATE ON tickets, resends TO bestow_api, bestow_worker;
    GRANT SELECT, INSERT ON ticket_messages TO bestow_api, bestow_worker;
    GRANT SELECT, INSERT ON ticket_rewards TO bestow_api;
    GRANT SELECT, INSERT, UPDATE ON ticket_rewards, ticket_mails, reversal_requests TO bestow_worker;
    GRANT SELECT, INSERT ON audit_records, former_link_tokens TO bestow_worker;

    -- A reward goes to the person of its address, whatever was decided about an earlier address of it
    -- in the moment in which it was changed. Only invitations can be changed, so only they are asked.
    CREATE FUNCTION refuse_credit_of_former_address() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM recipients p WHERE p.id = NEW.recipient_id AND p.email_key = NEW.email_key)
      THEN RETURN NEW; END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER credit_of_former_address BEFORE UPDATE ON rewards FOR EACH ROW
      WHEN (OLD.status = 'awaiting_registration' AND NEW.status = 'credited')
      EXECUTE FUNCTION refuse_credit_of_former_address();
  `);
}

export async function down(): Promise<void> {
  throw new Error('Tickets are never undone');
}
