import type { Knex } from 'knex';

/**
 * Webhooks: who is told, what of, and how far each telling has come. Events are written by triggers in the
 * statement that they tell of, and only where somebody listens (docs/decisions/0037-webhooks.md).
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  await knex.raw(WRITING);
  await knex.raw(TELLING_OF_REWARDS);
  await knex.raw(TELLING_OF_DISTRIBUTIONS);
}

export async function down(): Promise<void> {
  throw new Error('What was told cannot be untold');
}

const TABLES = `
  CREATE TABLE webhook_endpoints (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    company_id uuid NOT NULL REFERENCES companies,
    url text NOT NULL CHECK (length(url) BETWEEN 1 AND 2000),
    description text NOT NULL DEFAULT '' CHECK (length(description) <= 200),
    -- Null for all, also those that are added later.
    event_types text[] CHECK (cardinality(event_types) > 0),
    -- Encrypted (db/secret-box.ts). The one before signs too, for a day after it was changed.
    secret bytea NOT NULL,
    previous_secret bytea,
    previous_secret_until timestamptz,
    status text NOT NULL DEFAULT 'enabled' CHECK (status IN ('enabled', 'disabled')),
    disabled_reason text CHECK (disabled_reason IN ('by_hand', 'gone', 'failing')),
    disabled_at timestamptz,
    -- When the owners were told that it was disabled by itself.
    told_at timestamptz,
    -- Since when nothing arrives; a failure long after the last one begins anew.
    failing_since timestamptz,
    last_failed_at timestamptz,
    -- Until then a run looks after it; nobody starts another.
    carried_until timestamptz,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    UNIQUE (id, company_id),
    CHECK ((status = 'disabled') = (disabled_reason IS NOT NULL)),
    CHECK ((previous_secret IS NULL) = (previous_secret_until IS NULL))
  ) WITH (fillfactor = 70);
  CREATE INDEX webhook_endpoints_of_company ON webhook_endpoints (company_id);

  CREATE TABLE webhook_events (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    company_id uuid NOT NULL REFERENCES companies,
    type text NOT NULL CHECK (type IN ('distribution.accepted', 'distribution.started',
      'distribution.completed', 'distribution.completed_with_failures', 'distribution.cancelled',
      'distribution.rejected',
      'reward.invited', 'reward.invitation_failed', 'reward.credited', 'reward.delivered',
      'reward.email_failed', 'reward.failed', 'reward.cancelled', 'reward.expired', 'reward.reversed',
      'webhook.test')),
    distribution_id uuid,
    reward_id uuid,
    -- What was true in that moment: ids, numbers and codes, no name and no address. As text, so that the
    -- fields stay in their order.
    data json NOT NULL,
    created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
    UNIQUE (id, company_id),
    FOREIGN KEY (distribution_id, company_id) REFERENCES distributions (id, company_id),
    FOREIGN KEY (reward_id, company_id) REFERENCES rewards (id, company_id)
  );
  CREATE INDEX webhook_events_by_age ON webhook_events (created_at);

  CREATE TABLE webhook_deliveries (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    company_id uuid NOT NULL,
    event_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    -- Whoever tries it moves this ahead first: when he is lost, it is due again.
    next_attempt_at timestamptz DEFAULT now(),
    last_attempt_at timestamptz,
    last_http_status integer,
    last_error text,
    last_response text,
    delivered_at timestamptz,
    failed_at timestamptz,
    UNIQUE (event_id, endpoint_id),
    UNIQUE (id, company_id),
    FOREIGN KEY (event_id, company_id) REFERENCES webhook_events (id, company_id) ON DELETE CASCADE,
    FOREIGN KEY (endpoint_id, company_id) REFERENCES webhook_endpoints (id, company_id)
      ON DELETE CASCADE,
    CHECK ((status = 'pending') = (next_attempt_at IS NOT NULL)),
    CHECK ((status = 'delivered') = (delivered_at IS NOT NULL)),
    CHECK ((status = 'failed') = (failed_at IS NOT NULL))
  ) WITH (fillfactor = 80);
  CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, next_attempt_at)
    WHERE status = 'pending';
  CREATE INDEX webhook_deliveries_of_endpoint ON webhook_deliveries (endpoint_id, id DESC);
  CREATE INDEX webhook_deliveries_failed ON webhook_deliveries (endpoint_id, failed_at)
    WHERE status = 'failed';

  SELECT guard_company_table('webhook_endpoints', 'company_id'),
    guard_company_table('webhook_events', 'company_id'),
    guard_company_table('webhook_deliveries', 'company_id');
  GRANT SELECT ON webhook_endpoints, webhook_events, webhook_deliveries TO bestow_api, bestow_worker;
  GRANT INSERT ON webhook_events, webhook_deliveries TO bestow_api, bestow_worker;
  GRANT INSERT, UPDATE, DELETE ON webhook_endpoints TO bestow_worker;
  -- PostgreSQL asks for it of whoever locks a row.
  GRANT UPDATE (carried_until) ON webhook_endpoints TO bestow_api;
  GRANT DELETE ON webhook_events TO bestow_worker;
  GRANT UPDATE, DELETE ON webhook_deliveries TO bestow_worker;
`;

const WRITING = `
  CREATE TYPE webhook_candidate AS (company_id uuid, type text, distribution_id uuid, reward_id uuid,
    data json);

  -- Those of the companies that have an endpoint that is to be told. This is all that a company without
  -- one pays: a look into an index, once a statement.
  CREATE FUNCTION who_listens(companies uuid[]) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
  BEGIN
    RETURN ARRAY(SELECT DISTINCT company_id FROM webhook_endpoints
      WHERE company_id = ANY(companies) AND status = 'enabled');
  END $$;

  -- Writes those that some endpoint wants, with a delivery for each of these.
  CREATE FUNCTION write_webhook_events(candidates webhook_candidate[]) RETURNS void
  LANGUAGE plpgsql AS $$
  BEGIN
    WITH wanted AS (
      INSERT INTO webhook_events (company_id, type, distribution_id, reward_id, data)
      SELECT c.company_id, c.type, c.distribution_id, c.reward_id, c.data
      FROM unnest(candidates) WITH ORDINALITY AS c(company_id, type, distribution_id, reward_id, data, n)
      WHERE EXISTS (SELECT FROM webhook_endpoints e WHERE e.company_id = c.company_id
        AND e.status = 'enabled' AND (e.event_types IS NULL OR c.type = ANY(e.event_types)))
      ORDER BY n
      RETURNING id, company_id, type
    )
    INSERT INTO webhook_deliveries (company_id, event_id, endpoint_id)
    SELECT w.company_id, w.id, e.id FROM wanted w JOIN webhook_endpoints e ON e.company_id = w.company_id
      AND e.status = 'enabled' AND (e.event_types IS NULL OR w.type = ANY(e.event_types))
    ORDER BY w.id
    -- One that is being deleted is waited for, and left out: a foreign key would refuse the whole send.
    FOR KEY SHARE OF e;
  END $$;

  CREATE FUNCTION reward_as_told(r rewards, distribution_external_id text) RETURNS json
  LANGUAGE sql STABLE AS $$
    SELECT json_build_object('rewardId', r.id, 'distributionId', r.distribution_id,
      'externalId', r.external_id, 'distributionExternalId', distribution_external_id, 'row', r.row,
      'points', r.points, 'status', r.status, 'reason', r.reason_code) $$;

  CREATE FUNCTION distribution_as_told(d distributions) RETURNS json LANGUAGE sql STABLE AS $$
    SELECT json_build_object('distributionId', d.id, 'externalId', d.external_id, 'method', d.method,
      'status', d.status, 'recipients', d.recipients, 'points', d.points,
      'counts', (SELECT json_object_agg(status, rewards) FROM (SELECT r.status, count(*) AS rewards
        FROM rewards r WHERE r.distribution_id = d.id GROUP BY r.status ORDER BY 1) AS counted),
      'reason', d.reason_code) $$;
`;

const TELLING_OF_REWARDS = `
  -- What stands in the time line of a reward and is an event for others. A resend can heal or break, a
  -- reminder break: what it has set in this transaction tells which.
  CREATE FUNCTION type_of_reward_event(event text, r rewards) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE event
      WHEN 'invited' THEN 'reward.invited'
      WHEN 'delivered' THEN 'reward.delivered'
      WHEN 'invitation_failed' THEN 'reward.invitation_failed'
      WHEN 'invitation_bounced' THEN 'reward.invitation_failed'
      WHEN 'email_failed' THEN 'reward.email_failed'
      WHEN 'email_bounced' THEN 'reward.email_failed'
      WHEN 'failed' THEN 'reward.failed'
      WHEN 'cancelled' THEN 'reward.cancelled'
      WHEN 'expired' THEN 'reward.expired'
      WHEN 'reversed' THEN 'reward.reversed'
      WHEN 'resent' THEN CASE
        WHEN r.status = 'delivered' AND r.delivered_at = now() THEN 'reward.delivered'
        WHEN r.status = 'awaiting_registration' AND r.invited_at = now() THEN 'reward.invited' END
      WHEN 'resend_failed' THEN CASE
        WHEN r.status = 'email_failed' AND r.failed_at = now() THEN 'reward.email_failed'
        WHEN r.status = 'awaiting_registration' AND r.invitation_refused_at = now()
          THEN 'reward.invitation_failed' END
      WHEN 'reminder_failed' THEN CASE
        WHEN r.status = 'awaiting_registration' AND r.invitation_refused_at = now()
          THEN 'reward.invitation_failed' END
      END $$;

  CREATE FUNCTION tell_of_reward_events() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    listening uuid[] := who_listens(ARRAY(SELECT DISTINCT company_id FROM added));
  BEGIN
    IF cardinality(listening) = 0 THEN RETURN NULL; END IF;
    PERFORM write_webhook_events(ARRAY(
      SELECT ROW(r.company_id, type_of_reward_event(a.event, r), r.distribution_id, r.id,
        reward_as_told(r, d.external_id))::webhook_candidate
      FROM added a JOIN rewards r ON r.id = a.reward_id JOIN distributions d ON d.id = r.distribution_id
      WHERE a.company_id = ANY(listening) AND type_of_reward_event(a.event, r) IS NOT NULL
      ORDER BY a.id));
    RETURN NULL;
  END $$;
  CREATE TRIGGER told_to_webhooks AFTER INSERT ON reward_events REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION tell_of_reward_events();

  -- A credit stands in the ledger and in no time line.
  CREATE FUNCTION tell_of_credits() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    listening uuid[] := who_listens(ARRAY(SELECT DISTINCT company_id FROM added WHERE kind = 'credit'));
  BEGIN
    IF cardinality(listening) = 0 THEN RETURN NULL; END IF;
    PERFORM write_webhook_events(ARRAY(
      SELECT ROW(r.company_id, 'reward.credited', r.distribution_id, r.id,
        reward_as_told(r, d.external_id))::webhook_candidate
      FROM added a JOIN rewards r ON r.id = a.reward_id JOIN distributions d ON d.id = r.distribution_id
      WHERE a.kind = 'credit' AND a.company_id = ANY(listening)
      ORDER BY r.id));
    RETURN NULL;
  END $$;
  CREATE TRIGGER told_to_webhooks AFTER INSERT ON transfers REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION tell_of_credits();
`;

const TELLING_OF_DISTRIBUTIONS = `
  -- Rows that were refused at once are told of with it: their rewards are written in the same statement.
  CREATE FUNCTION tell_of_accepted() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    listening uuid[] := who_listens(ARRAY(SELECT DISTINCT company_id FROM added));
  BEGIN
    IF cardinality(listening) = 0 THEN RETURN NULL; END IF;
    PERFORM write_webhook_events(ARRAY(
      SELECT ROW(d.company_id, 'distribution.accepted', d.id, NULL,
        distribution_as_told(d))::webhook_candidate
      FROM added a JOIN distributions d USING (id)
      WHERE a.company_id = ANY(listening) ORDER BY d.id) || ARRAY(
      SELECT ROW(r.company_id, 'reward.failed', r.distribution_id, r.id,
        reward_as_told(r, a.external_id))::webhook_candidate
      FROM added a JOIN rewards r ON r.distribution_id = a.id
      WHERE a.company_id = ANY(listening) AND r.refused_at_accept ORDER BY r.id));
    RETURN NULL;
  END $$;
  CREATE TRIGGER told_to_webhooks AFTER INSERT ON distributions REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION tell_of_accepted();

  CREATE FUNCTION tell_of_distributions() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    listening uuid[];
  BEGIN
    listening := who_listens(ARRAY(SELECT DISTINCT n.company_id FROM changed n JOIN before b USING (id)
      WHERE n.status <> b.status));
    IF cardinality(listening) = 0 THEN RETURN NULL; END IF;
    PERFORM write_webhook_events(ARRAY(
      SELECT ROW(d.company_id, CASE d.status WHEN 'sending' THEN 'distribution.started'
          ELSE 'distribution.' || d.status END, d.id, NULL, distribution_as_told(d))::webhook_candidate
      FROM changed n JOIN before b USING (id) JOIN distributions d USING (id)
      WHERE n.company_id = ANY(listening) AND n.status <> b.status
        AND (n.status IN ('completed', 'completed_with_failures', 'cancelled', 'rejected')
          -- One that is opened again, for a mail that is tried once more, has not started anew.
          OR (n.status = 'sending' AND b.started_at IS NULL))
      ORDER BY d.id));
    RETURN NULL;
  END $$;
  CREATE TRIGGER status_told_to_webhooks AFTER UPDATE ON distributions
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION tell_of_distributions();
`;
