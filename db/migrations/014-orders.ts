import type { Knex } from 'knex';

/** The catalogue, recipients' orders with their deliveries, and credit notes (rule R15). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- An image without a company is the platform's own: of goods. Companies do not see its row.
    ALTER TABLE images ALTER COLUMN company_id DROP NOT NULL;
    CREATE UNIQUE INDEX images_of_platform ON images (sha256) WHERE company_id IS NULL;
    GRANT INSERT ON images TO bestow_worker;

    CREATE TABLE goods (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 400),
      description text NOT NULL,
      image_id uuid REFERENCES images,
      price_points bigint NOT NULL CHECK (price_points > 0),
      variants text[] NOT NULL DEFAULT '{}',
      is_available boolean NOT NULL,
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
      updated_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now())
    );
    GRANT SELECT, INSERT, UPDATE ON goods TO bestow_worker;

    CREATE TABLE orders (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      number bigint GENERATED ALWAYS AS IDENTITY (START WITH 1001) UNIQUE,
      company_id uuid NOT NULL REFERENCES companies,
      recipient_id uuid NOT NULL,
      -- Legal transitions: domain/order-states.ts.
      status text NOT NULL DEFAULT 'placed' CHECK (status IN ('placed', 'cancelling', 'dispatched',
        'attempt_failed', 'returning', 'delivered', 'returned', 'cancelled')),
      points bigint NOT NULL CHECK (points > 0),
      idempotency_key text NOT NULL,
      request_hash text NOT NULL,
      address jsonb NOT NULL,
      -- The address that the carrier has is carrier_address_version; 0: it has no parcel yet.
      address_version integer NOT NULL DEFAULT 1,
      carrier_address_version integer NOT NULL DEFAULT 0,
      attempts integer NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 3),
      shipment_id text,
      tracking_url text,
      -- Until when the carrier should say something; NULL before it has the parcel and at the end.
      report_due_at timestamptz,
      placed_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
      ended_at timestamptz,
      -- Grows with every change; the order's workflow remembers what it has seen.
      version integer NOT NULL DEFAULT 1,
      tended_version integer NOT NULL DEFAULT 0,
      updated_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
      UNIQUE (recipient_id, idempotency_key),
      UNIQUE (id, company_id),
      FOREIGN KEY (recipient_id, company_id) REFERENCES recipients (id, company_id),
      CHECK ((ended_at IS NOT NULL) = (status IN ('delivered', 'returned', 'cancelled'))),
      CHECK (ended_at IS NULL OR report_due_at IS NULL)
    );
    CREATE INDEX orders_of_recipient ON orders (recipient_id, id DESC);
    CREATE INDEX orders_by_status ON orders (status, id DESC);
    CREATE INDEX orders_untended ON orders (updated_at) WHERE tended_version < version;
    CREATE INDEX orders_due ON orders (report_due_at) WHERE report_due_at IS NOT NULL;

    -- What was ordered, as it was then: a later price or name changes nothing.
    CREATE TABLE order_items (
      order_id uuid NOT NULL,
      company_id uuid NOT NULL,
      line integer NOT NULL CHECK (line > 0),
      goods_id uuid NOT NULL REFERENCES goods,
      name text NOT NULL,
      variant text,
      price_points bigint NOT NULL CHECK (price_points > 0),
      quantity integer NOT NULL CHECK (quantity > 0),
      PRIMARY KEY (order_id, line),
      FOREIGN KEY (order_id, company_id) REFERENCES orders (id, company_id)
    );

    CREATE TABLE order_events (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      order_id uuid NOT NULL,
      company_id uuid NOT NULL,
      event text NOT NULL,
      -- recipient, carrier, agent/<id>, operator, workflow
      actor text NOT NULL,
      attempt integer,
      reason text,
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      FOREIGN KEY (order_id, company_id) REFERENCES orders (id, company_id)
    );
    CREATE INDEX order_events_of_order ON order_events (order_id, id);

    CREATE TABLE credit_notes (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      number text NOT NULL UNIQUE,
      order_id uuid NOT NULL UNIQUE,
      company_id uuid NOT NULL,
      recipient_id uuid NOT NULL,
      points bigint NOT NULL CHECK (points > 0),
      reason text NOT NULL CHECK (reason IN ('returned', 'lost', 'cancelled')),
      issued_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
      FOREIGN KEY (order_id, company_id) REFERENCES orders (id, company_id),
      FOREIGN KEY (recipient_id, company_id) REFERENCES recipients (id, company_id)
    );

    -- Mails to the recipient that are to be sent; the order's workflow sends them.
    CREATE TABLE order_mails (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      order_id uuid NOT NULL,
      company_id uuid NOT NULL,
      kind text NOT NULL CHECK (kind IN ('placed', 'dispatched', 'attempt_failed', 'delivered',
        'returned', 'cancelled')),
      attempt integer,
      created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
      sent_at timestamptz,
      given_up_at timestamptz,
      detail text,
      FOREIGN KEY (order_id, company_id) REFERENCES orders (id, company_id)
    );
    CREATE INDEX order_mails_of_order ON order_mails (order_id, id);

    -- Links by which the recipient corrects the address after a failed attempt, until the next one.
    CREATE TABLE order_links (
      token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
      order_id uuid NOT NULL,
      company_id uuid NOT NULL,
      attempt integer NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      FOREIGN KEY (order_id, company_id) REFERENCES orders (id, company_id)
    );

    -- The trace of every call to /webhooks/carrier, taken or refused. Only what was signed has an
    -- order: what a stranger names is not believed.
    CREATE TABLE carrier_callbacks (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      callback_id text,
      order_id uuid REFERENCES orders,
      kind text,
      verdict text NOT NULL CHECK (verdict IN ('applied', 'unchanged', 'contradiction', 'duplicate',
        'forged', 'out_of_tolerance', 'malformed', 'unknown_order')),
      body_sha256 bytea NOT NULL,
      client_address text NOT NULL,
      received_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    -- A delivery's id is taken once (Standard Webhooks, "webhook-id").
    CREATE UNIQUE INDEX carrier_callbacks_once ON carrier_callbacks (callback_id)
      WHERE verdict IN ('applied', 'unchanged', 'contradiction');
    CREATE INDEX carrier_callbacks_of_order ON carrier_callbacks (order_id, id);
    CREATE INDEX carrier_callbacks_received ON carrier_callbacks (received_at);

    -- Tickets about orders. What a recipient orders is not the company's to read.
    ALTER TABLE tickets ADD COLUMN order_id uuid,
      ADD FOREIGN KEY (order_id, company_id) REFERENCES orders (id, company_id);
    ALTER TABLE tickets DROP CONSTRAINT tickets_cause_check;
    ALTER TABLE tickets ADD CONSTRAINT tickets_cause_check CHECK (cause IN ('mailbox_not_found',
      'mailbox_full', 'mail_blocked', 'mail_policy', 'mailbox_unreachable', 'mailbox_rejected',
      'mail_server_unreachable', 'wrong_recipient', 'cancel_what_was_sent', 'did_not_arrive', 'other',
      'parcel_not_reported', 'parcel_contradicted', 'carrier_unreachable', 'carrier_refused'));
    CREATE UNIQUE INDEX tickets_one_of_order ON tickets (order_id, cause)
      WHERE state <> 'resolved' AND order_id IS NOT NULL;
    CREATE POLICY not_of_orders ON tickets AS RESTRICTIVE FOR SELECT TO bestow_api
      USING (order_id IS NULL);
    ALTER TABLE audit_records ADD COLUMN order_id uuid, ADD COLUMN goods_id uuid REFERENCES goods,
      ADD FOREIGN KEY (order_id, company_id) REFERENCES orders (id, company_id);
    CREATE INDEX audit_records_of_order ON audit_records (order_id, id) WHERE order_id IS NOT NULL;
    CREATE INDEX audit_records_of_goods ON audit_records (goods_id, id) WHERE goods_id IS NOT NULL;

    SELECT guard_company_table('orders', 'company_id'), guard_company_table('order_items', 'company_id'),
      guard_company_table('order_events', 'company_id'), guard_company_table('credit_notes', 'company_id'),
      guard_company_table('order_mails', 'company_id'), guard_company_table('order_links', 'company_id');
    GRANT SELECT, INSERT, UPDATE ON orders, order_mails TO bestow_worker;
    GRANT SELECT, INSERT ON order_items, order_events, credit_notes, order_links TO bestow_worker;
    GRANT SELECT, INSERT, DELETE ON carrier_callbacks TO bestow_worker;

    -- A credit belongs to an order that has ended without goods, and once: stated here as well as in
    -- the domain, whoever writes.
    CREATE FUNCTION refuse_credit_note() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM orders o WHERE o.id = NEW.order_id AND o.points = NEW.points
        AND o.recipient_id = NEW.recipient_id AND o.status IN ('returned', 'cancelled'))
      THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'a credit note needs an order that was returned or cancelled'
        USING ERRCODE = 'integrity_constraint_violation';
    END $$;
    CREATE TRIGGER credit_note_of_ended_order BEFORE INSERT ON credit_notes FOR EACH ROW
      EXECUTE FUNCTION refuse_credit_note();
    CREATE FUNCTION refuse_order_back() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'an order that has ended does not change its end'
        USING ERRCODE = 'integrity_constraint_violation';
    END $$;
    CREATE TRIGGER order_end_stays BEFORE UPDATE ON orders FOR EACH ROW
      WHEN (OLD.status IN ('delivered', 'returned', 'cancelled') AND NEW.status <> OLD.status)
      EXECUTE FUNCTION refuse_order_back();
  `);
}

export async function down(): Promise<void> {
  throw new Error('Orders are never undone');
}
