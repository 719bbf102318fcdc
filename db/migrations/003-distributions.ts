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
      -- Milliseconds, as answers show it: an answer made here and one read later are the same.
      created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
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
      created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
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
    -- Not led by company_id: without statistics the checks of foreign keys would take it for the
    -- primary key's and read every reward of the company for each event.
    CREATE INDEX rewards_recent ON rewards (email_key, company_id, created_at DESC);
    CREATE INDEX rewards_of_recipient ON rewards (recipient_id, id DESC) WHERE recipient_id IS NOT NULL;

    -- What a reward's own columns do not tell. That it was accepted and credited stands there already:
    -- writing it a second time was a third of all rows of a send.
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

    -- Everything that a send asks before it writes, in one round trip.
    CREATE FUNCTION look_before_send(company uuid, keys text[])
    RETURNS jsonb LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM set_config('bestow.company_id', company::text, true);
      RETURN jsonb_build_object(
        'standings', (SELECT coalesce(jsonb_object_agg(email_key, standing), '{}') FROM lookup_people(keys)),
        'balance', (SELECT balance FROM accounts WHERE kind = 'company_balance' AND owner_id = company));
    END $$;

    -- The same for several sends that came at once; a request is { companyId, keys }.
    CREATE FUNCTION look_before_sends(requests jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
    DECLARE
      request jsonb;
      answers jsonb := '[]';
    BEGIN
      FOR request IN SELECT value FROM jsonb_array_elements(requests) LOOP
        answers := answers || jsonb_build_array(look_before_send((request->>'companyId')::uuid,
          ARRAY(SELECT jsonb_array_elements_text(request->'keys'))));
      END LOOP;
      RETURN answers;
    END $$;

    -- Group commit: writes distributions with their rewards and moves their points from balance to
    -- hold. Each is accepted or refused by itself; a request is { companyId, header, rows }. All holds
    -- are posted by the last statement, so that the row of the balance, which all senders of a company
    -- wait for, is locked only from there to the commit.
    CREATE FUNCTION accept_distributions(requests jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
    DECLARE
      request jsonb;
      company uuid;
      held bigint;
      available jsonb := '{}';
      answer jsonb;
      answers jsonb := '[]';
      holds jsonb := '[]';
    BEGIN
      FOR request IN SELECT value FROM jsonb_array_elements(requests) LOOP
        company := (request->>'companyId')::uuid;
        held := (request->'header'->>'points')::bigint;
        PERFORM set_config('bestow.company_id', company::text, true);
        IF available->company::text IS NULL THEN
          available := available || jsonb_build_object(company, (SELECT balance FROM accounts
            WHERE kind = 'company_balance' AND owner_id = company));
        END IF;
        answer := find_accepted(company, request->'header');
        IF answer IS NULL AND held > (available->>company::text)::bigint THEN
          answer := '{"outcome": "insufficient_balance"}';
        ELSIF answer IS NULL THEN
          answer := write_distribution(company, request->'header', request->'rows');
          IF answer->>'outcome' = 'accepted' AND held > 0 THEN
            available := available
              || jsonb_build_object(company, (available->>company::text)::bigint - held);
            holds := holds || jsonb_build_array(jsonb_build_object(
              'businessKey', 'hold/' || (answer->>'distributionId'), 'kind', 'hold', 'points', held,
              'from', jsonb_build_object('kind', 'company_balance', 'ownerId', company),
              'to', jsonb_build_object('kind', 'company_hold', 'ownerId', company),
              'companyId', company, 'distributionId', answer->'distributionId'));
          END IF;
        END IF;
        answers := answers || jsonb_build_array(answer);
      END LOOP;
      IF holds <> '[]' THEN PERFORM post_holds(holds); END IF;
      RETURN answers;
    END $$;

    -- What an earlier request under the same idempotency key became, or NULL.
    CREATE FUNCTION find_accepted(company uuid, header jsonb) RETURNS jsonb LANGUAGE sql AS $$
      SELECT jsonb_build_object('distributionId', id, 'outcome',
        CASE WHEN encode(request_hash, 'hex') = header->>'requestHash'
          THEN 'replayed' ELSE 'idempotency_key_reused' END)
      FROM distributions
      WHERE company_id = company AND idempotency_key = header->>'idempotencyKey' $$;

    CREATE FUNCTION write_distribution(company uuid, header jsonb, reward_rows jsonb) RETURNS jsonb
    LANGUAGE plpgsql AS $$
    DECLARE
      made distributions;
      ids jsonb;
    BEGIN
      INSERT INTO distributions (company_id, method, status, external_id, idempotency_key, request_hash,
        if_unregistered, created_by, recipients, points)
      VALUES (company, header->>'method', 'accepted', header->>'externalId', header->>'idempotencyKey',
        decode(header->>'requestHash', 'hex'), header->>'ifUnregistered', header->>'createdBy',
        jsonb_array_length(reward_rows), (header->>'points')::bigint)
      ON CONFLICT (company_id, idempotency_key) DO NOTHING RETURNING * INTO made;
      -- Another process was quicker by a moment; its commit was waited for.
      IF made.id IS NULL THEN RETURN find_accepted(company, header); END IF;
      WITH inserted AS (
        INSERT INTO rewards (company_id, distribution_id, row, name, email, email_key, points, mobile,
          citation, external_id, status, refused_at_accept, reason_code, failed_at, created_at)
        SELECT company, made.id, r.row, r.name, r.email, r."emailKey", r.points, r.mobile, r.citation,
          r."externalId", CASE WHEN reason IS NULL THEN 'pending' ELSE 'failed' END,
          reason IS NOT NULL, reason, CASE WHEN reason IS NOT NULL THEN made.created_at END,
          made.created_at
        FROM jsonb_to_recordset(reward_rows) AS r(row integer, name text, email text, "emailKey" text,
          points bigint, mobile text, citation text, "externalId" text, reason text)
        ORDER BY r.row
        RETURNING id, row
      )
      SELECT jsonb_agg(id ORDER BY row) INTO ids FROM inserted;
      RETURN jsonb_build_object('outcome', 'accepted', 'distributionId', made.id,
        'createdAt', made.created_at, 'rewardIds', ids);
    END $$;

    -- A send sees its own company only, a batch may hold for several: the ledger checks each transfer
    -- under the company that it belongs to.
    CREATE FUNCTION post_holds(holds jsonb) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      company text;
    BEGIN
      FOR company IN SELECT DISTINCT value->>'companyId' FROM jsonb_array_elements(holds) ORDER BY 1 LOOP
        PERFORM set_config('bestow.company_id', company, true);
        PERFORM post_transfers((SELECT jsonb_agg(value) FROM jsonb_array_elements(holds)
          WHERE value->>'companyId' = company));
      END LOOP;
    END $$;

    -- Applies decisions about rewards and posts what follows from them: one call, as above, because
    -- the row of the company's hold is another one that everybody waits for. A decision counts only
    -- while its reward is still open, so a repeated or outrun call changes nothing.
    CREATE FUNCTION apply_decisions(decisions jsonb, invite_expiry_seconds bigint, claim text,
      claim_seconds bigint) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      transfers jsonb;
    BEGIN
      WITH decision AS (
        SELECT * FROM jsonb_to_recordset(decisions) AS d(id uuid, kind text, recipient uuid, reason text,
          link uuid, hash text)
      ), changed AS (
        UPDATE rewards r SET
          status = CASE d.kind WHEN 'credit' THEN 'credited' WHEN 'invite' THEN 'awaiting_registration'
            ELSE 'failed' END,
          recipient_id = d.recipient, reason_code = d.reason,
          credited_at = CASE d.kind WHEN 'credit' THEN now() END,
          failed_at = CASE d.kind WHEN 'refuse' THEN now() END,
          expires_at = CASE d.kind WHEN 'invite' THEN now() + make_interval(secs => invite_expiry_seconds)
            ELSE r.expires_at END,
          -- The mail of the credit is another one than the invitation: its attempts count anew.
          mail_attempts = 0, mail_claim = claim,
          mail_claimed_until = now() + make_interval(secs => claim_seconds)
        FROM decision d
        WHERE r.id = d.id AND (r.status = 'pending'
          OR (r.status = 'awaiting_registration' AND d.kind <> 'invite'))
        RETURNING r.id, r.company_id, r.distribution_id, r.points, r.status, r.reason_code, r.expires_at,
          r.recipient_id, d.link, d.hash
      ), links AS (
        INSERT INTO reward_links (id, company_id, reward_id, purpose, token_hash, expires_at)
        SELECT link, company_id, id, CASE status WHEN 'credited' THEN 'activation' ELSE 'registration' END,
          decode(hash, 'hex'),
          CASE status WHEN 'credited' THEN now() + interval '1 year' ELSE expires_at END
        FROM changed WHERE link IS NOT NULL
        ON CONFLICT (reward_id, purpose) DO NOTHING
      ), revoked AS (
        UPDATE reward_links l SET revoked_at = now() FROM changed c
        WHERE l.reward_id = c.id AND c.status = 'failed' AND l.used_at IS NULL AND l.revoked_at IS NULL
      ), events AS (
        INSERT INTO reward_events (reward_id, company_id, event, reason_code)
        SELECT id, company_id, status, reason_code FROM changed WHERE status <> 'credited'
      )
      SELECT jsonb_agg(jsonb_build_object(
        'businessKey', CASE status WHEN 'credited' THEN 'credit/' ELSE 'release/' END || id,
        'kind', CASE status WHEN 'credited' THEN 'credit' ELSE 'release' END,
        'points', points,
        'from', jsonb_build_object('kind', 'company_hold', 'ownerId', company_id),
        'to', CASE status
          WHEN 'credited' THEN jsonb_build_object('kind', 'recipient_wallet', 'ownerId', recipient_id)
          ELSE jsonb_build_object('kind', 'company_balance', 'ownerId', company_id) END,
        'companyId', company_id, 'distributionId', distribution_id, 'rewardId', id))
      INTO transfers FROM changed WHERE status <> 'awaiting_registration';
      IF transfers IS NOT NULL THEN PERFORM post_transfers(transfers); END IF;
    END $$;

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
