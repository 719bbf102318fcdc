import type { Knex } from 'knex';

/**
 * Answers are put together as text (`json`), and what one function hands to another is rows of a type.
 * Both were `jsonb`, which sorts the keys of an object whenever it is put into another one: most of what a
 * look at 1,000 people cost, and a seventh of what a credit did. What the application calls keeps its
 * result, `jsonb`, which is made once, at the end: older processes have prepared it.
 *
 * Two indexes go that nothing reads by, or that repeat another one: each credit wrote into them.
 */
export async function up(knex: Knex): Promise<void> {
  for (const part of [POSTING, LOOKING, WRITING, ACCEPTING, APPLYING, INDEXES])
    await knex.raw(part);
}

export async function down(): Promise<void> {
  throw new Error('What posts transfers is never undone');
}

const POSTING = `
  CREATE TYPE posting AS (business_key text, kind text, points bigint, from_kind text,
    from_owner_id uuid, to_kind text, to_owner_id uuid, company_id uuid, distribution_id uuid,
    reward_id uuid);

  -- The only writer of the ledger's tables. Each account is looked for by itself, in its index: a join
  -- read all accounts of a company while the statistics were older than its people.
  CREATE FUNCTION post(postings posting[]) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    expected bigint := cardinality(postings);
    posted bigint;
  BEGIN
    WITH input AS (
      SELECT asked.*, f.id AS from_account_id, c.id AS to_account_id
      FROM unnest(postings) AS asked,
        LATERAL (SELECT id FROM accounts WHERE kind = asked.from_kind
          AND owner_id = asked.from_owner_id OFFSET 0) AS f,
        LATERAL (SELECT id FROM accounts WHERE kind = asked.to_kind
          AND owner_id = asked.to_owner_id OFFSET 0) AS c
    ), posted AS (
      INSERT INTO transfers (business_key, kind, points, from_account_id, to_account_id, company_id,
        distribution_id, reward_id)
      SELECT business_key, kind, points, from_account_id, to_account_id, company_id, distribution_id,
        reward_id FROM input ORDER BY business_key
      ON CONFLICT (business_key) DO NOTHING
      RETURNING id, points, from_account_id, to_account_id, company_id
    ), legs AS (
      SELECT id AS transfer_id, from_account_id AS account_id, -points AS points, company_id FROM posted
      UNION ALL
      SELECT id, to_account_id, points, company_id FROM posted
    ), totals AS (
      SELECT account_id, sum(points)::bigint AS points, count(*) AS entries FROM legs GROUP BY account_id
    ), locked AS MATERIALIZED (
      -- Sorted, so that two slices never wait in a circle; the companies' rows, which everybody
      -- needs, last.
      SELECT a.id, t.points, t.entries FROM accounts a JOIN totals t ON t.account_id = a.id
      ORDER BY a.kind <> 'recipient_wallet', a.id FOR UPDATE OF a
    ), updated AS (
      -- What this returns gives every entry its own balance and version by window functions: no
      -- second look at a row that others wait for.
      UPDATE accounts a SET balance = a.balance + l.points, version = a.version + l.entries
      FROM locked l WHERE a.id = l.id
      RETURNING a.id, a.balance - l.points AS balance_before, a.version - l.entries AS version_before
    ), written AS (
      INSERT INTO entries (account_id, account_version, transfer_id, company_id, points, balance_after)
      SELECT l.account_id, u.version_before + row_number() OVER running, l.transfer_id, l.company_id,
        l.points, (u.balance_before + sum(l.points) OVER running)::bigint
      FROM legs l JOIN updated u ON u.id = l.account_id
      WINDOW running AS (PARTITION BY l.account_id ORDER BY l.transfer_id)
    )
    SELECT count(*) FROM posted INTO posted;
    IF posted = expected THEN RETURN; END IF;

    -- The rest must be repetitions: the same content under the same key. What was posted above is
    -- counted again here, so the sum is that of the whole list.
    SELECT count(*) INTO posted
    FROM unnest(postings) AS i
    JOIN transfers t ON t.business_key = i.business_key AND t.kind = i.kind AND t.points = i.points
      AND t.company_id = i.company_id AND t.distribution_id IS NOT DISTINCT FROM i.distribution_id
      AND t.reward_id IS NOT DISTINCT FROM i.reward_id
    JOIN accounts f ON f.id = t.from_account_id AND f.kind = i.from_kind AND f.owner_id = i.from_owner_id
    JOIN accounts c ON c.id = t.to_account_id AND c.kind = i.to_kind AND c.owner_id = i.to_owner_id;
    IF posted <> expected THEN
      RAISE EXCEPTION 'transfer_conflict' USING ERRCODE = 'BS001',
        DETAIL = 'A transfer was posted before with other content, or has no account';
    END IF;
  END $$;

  -- The same for transfers [{ businessKey, kind, points, from: { kind, ownerId }, to: …, companyId,
  -- distributionId, rewardId }].
  CREATE OR REPLACE FUNCTION post_transfers(transfers jsonb) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM post(ARRAY(
      SELECT ROW("businessKey", kind, points, "from"->>'kind', ("from"->>'ownerId')::uuid, "to"->>'kind',
        ("to"->>'ownerId')::uuid, "companyId", "distributionId", "rewardId")::posting
      FROM jsonb_to_recordset(transfers) AS t("businessKey" text, kind text, points bigint,
        "from" jsonb, "to" jsonb, "companyId" uuid, "distributionId" uuid, "rewardId" uuid)));
  END $$;

  -- A send sees its own company only, a batch may hold for several: the ledger checks each transfer
  -- under the company that it belongs to.
  DROP FUNCTION post_holds(jsonb);
  CREATE FUNCTION post_holds(holds posting[]) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    company uuid;
  BEGIN
    FOR company IN SELECT DISTINCT h.company_id FROM unnest(holds) AS h ORDER BY 1 LOOP
      PERFORM set_config('bestow.company_id', company::text, true);
      PERFORM post(ARRAY(SELECT h FROM unnest(holds) AS h WHERE h.company_id = company));
    END LOOP;
  END $$;
`;

const LOOKING = `
  -- Everything that sends ask before they write; a request is { companyId, keys }.
  CREATE OR REPLACE FUNCTION look_before_sends(requests jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE
    company text;
    seen jsonb := '{}';
  BEGIN
    FOR company IN SELECT DISTINCT value->>'companyId' FROM jsonb_array_elements(requests) LOOP
      PERFORM set_config('bestow.company_id', company, true);
      seen := seen || jsonb_build_object(company, jsonb_build_object(
        'standings', (SELECT jsonb_object_agg(email_key, standing) FROM lookup_people(ARRAY(
          SELECT DISTINCT key FROM jsonb_array_elements(requests) AS r(value),
            jsonb_array_elements_text(value->'keys') AS k(key) WHERE value->>'companyId' = company))),
        'balance', (SELECT balance FROM accounts
          WHERE kind = 'company_balance' AND owner_id = company::uuid)));
    END LOOP;
    RETURN (SELECT json_agg(json_build_object(
        'standings', (SELECT coalesce(json_object_agg(key, standings->>key), '{}')
          FROM jsonb_array_elements_text(value->'keys') AS k(key)),
        'balance', balance) ORDER BY n)
      FROM jsonb_array_elements(requests) WITH ORDINALITY AS request(value, n),
        LATERAL (SELECT seen->(value->>'companyId') AS of_company OFFSET 0) AS found,
        LATERAL (SELECT of_company->'standings' AS standings, of_company->'balance' AS balance
          OFFSET 0) AS look)::jsonb;
  END $$;
`;

const WRITING = `
  -- What one request became, by its number; hold is null when nothing is held.
  CREATE TYPE written_distribution AS (n bigint, distribution_id uuid, answer json, hold posting);

  -- Writes what was placed, with its rewards and the beginning of its time line. One that another
  -- process wrote a moment earlier, under the same key, is left out: its commit was waited for.
  DROP FUNCTION write_distributions;
  CREATE FUNCTION write_distributions(company uuid, requests jsonb, placements jsonb)
  RETURNS SETOF written_distribution LANGUAGE plpgsql AS $$
  BEGIN
    -- A foreign key does not look at whose row it is; this look sees the company's and the built-in.
    IF EXISTS (SELECT FROM jsonb_array_elements(requests)
      WHERE value->'header'->>'campaignVersionId' IS NOT NULL AND NOT EXISTS (SELECT
        FROM campaign_versions WHERE id = (value->'header'->>'campaignVersionId')::uuid)) THEN
      RAISE foreign_key_violation USING MESSAGE = 'The company has no such version of a campaign';
    END IF;
    RETURN QUERY WITH placement AS MATERIALIZED (
      SELECT uuidv7() AS id, p.n, p.placed, p."isHeld" AS is_held, r.value->'rows' AS rows, h.*
      FROM jsonb_to_recordset(placements) AS p(n bigint, placed text, "isHeld" boolean)
      JOIN jsonb_array_elements(requests) WITH ORDINALITY AS r(value, n) USING (n),
        jsonb_to_record(r.value->'header') AS h(method text, "externalId" text, "idempotencyKey" text,
          "requestHash" text, "ifUnregistered" text, "createdBy" text, points bigint,
          "campaignVersionId" uuid, "sendAt" timestamptz, "timeZone" text, "takeFunds" text,
          "ifInsufficient" text)
      WHERE p.placed NOT IN ('invalid_send_at', 'insufficient_balance')
    ), made AS (
      INSERT INTO distributions (id, company_id, method, status, external_id, idempotency_key,
        request_hash, if_unregistered, created_by, recipients, points, campaign_version_id, send_at,
        time_zone, take_funds, if_insufficient, held_at, waiting_since)
      SELECT id, company, method, placed, "externalId", "idempotencyKey",
        decode("requestHash", 'hex'), "ifUnregistered", "createdBy", jsonb_array_length(rows), points,
        "campaignVersionId", "sendAt", "timeZone", coalesce("takeFunds", 'now'),
        coalesce("ifInsufficient", 'fail'), CASE WHEN is_held THEN now() END,
        CASE placed WHEN 'awaiting_funds' THEN clock_timestamp() END
      FROM placement ORDER BY n
      ON CONFLICT (company_id, idempotency_key) DO NOTHING
      RETURNING id, status, created_by, created_at, send_at, time_zone
    ), given AS (
      INSERT INTO rewards (company_id, distribution_id, row, name, email, email_key, points, mobile,
        citation, external_id, status, refused_at_accept, reason_code, failed_at, created_at)
      SELECT company, m.id, r.row, r.name, r.email, r."emailKey", r.points, r.mobile, r.citation,
        r."externalId", CASE WHEN reason IS NULL THEN 'pending' ELSE 'failed' END,
        reason IS NOT NULL, reason, CASE WHEN reason IS NOT NULL THEN m.created_at END, m.created_at
      FROM made m JOIN placement p USING (id), jsonb_to_recordset(p.rows) AS r(row integer, name text,
        email text, "emailKey" text, points bigint, mobile text, citation text, "externalId" text,
        reason text)
      ORDER BY p.n, r.row
      RETURNING id, distribution_id, row
    ), noted AS (
      INSERT INTO distribution_events (distribution_id, company_id, event, actor, reason_code,
        plan_after, at)
      SELECT id, company, status, created_by,
        CASE status WHEN 'awaiting_funds' THEN 'insufficient_balance' END,
        jsonb_build_object('status', status, 'sendAt', send_at, 'timeZone', time_zone), created_at
      FROM made WHERE status <> 'accepted' ORDER BY id
    )
    SELECT p.n, m.id, json_build_object('outcome', 'accepted', 'status', m.status,
        'distributionId', m.id, 'createdAt', m.created_at, 'rewardIds', g.ids),
      CASE WHEN p.is_held AND p.points > 0 THEN ROW('hold/' || m.id, 'hold', p.points,
        'company_balance', company, 'company_hold', company, company, m.id, NULL)::posting END
    FROM made m JOIN placement p USING (id)
    JOIN (SELECT given.distribution_id, json_agg(given.id ORDER BY given.row) AS ids
      FROM given GROUP BY 1) g ON g.distribution_id = m.id;
  END $$;

  -- Those that reach everybody in the morning of where he is.
  DROP FUNCTION spread_mornings;
  CREATE FUNCTION spread_mornings(company uuid, requests jsonb, written written_distribution[])
  RETURNS void LANGUAGE sql AS $$
    UPDATE rewards w SET send_at = morning_in(day, coalesce((SELECT r.time_zone FROM recipients r
      WHERE r.email_key = w.email_key AND r.company_id = company), c.time_zone))
    FROM companies c, (SELECT (value->'header'->>'morning')::date AS day, distribution_id
      FROM jsonb_array_elements(requests) WITH ORDINALITY AS r(value, n) JOIN unnest(written) USING (n)
      WHERE value->'header'->>'morning' IS NOT NULL) AS spread
    WHERE c.id = company AND w.distribution_id = spread.distribution_id AND w.status = 'pending' $$;
`;

const ACCEPTING = `
  -- Group commit: writes distributions with their rewards and moves their points from balance to
  -- hold. Each is accepted or refused by itself; a request is { companyId, header, rows }, and answers
  -- come in the order of the requests. All holds are posted by the last statement, so that the row of
  -- the balance, which all senders of a company wait for, is locked only from there to the commit.
  CREATE OR REPLACE FUNCTION accept_distributions(requests jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE
    of_company record;
    accepted record;
    holds posting[] := '{}';
    answers json[] := '{}';

  BEGIN
    FOR of_company IN
      SELECT (value->>'companyId')::uuid AS id, array_agg(n::int ORDER BY n) AS numbers
      FROM jsonb_array_elements(requests) WITH ORDINALITY AS r(value, n) GROUP BY 1 ORDER BY 1
    LOOP
      SELECT * INTO accepted FROM accept_of_company(of_company.id,
        CASE WHEN cardinality(of_company.numbers) = jsonb_array_length(requests) THEN requests
          ELSE (SELECT jsonb_agg(requests->(n - 1) ORDER BY n) FROM unnest(of_company.numbers) AS n) END);
      holds := holds || accepted.holds;
      FOR i IN 1 .. cardinality(of_company.numbers) LOOP
        answers[of_company.numbers[i]] := accepted.answers[i];
      END LOOP;
    END LOOP;
    IF cardinality(holds) > 0 THEN PERFORM post_holds(holds); END IF;
    RETURN array_to_json(answers)::jsonb;
  END $$;

  DROP FUNCTION accept_of_company;
  CREATE FUNCTION accept_of_company(company uuid, requests jsonb, OUT answers json[],
    OUT holds posting[]) LANGUAGE plpgsql AS $$
  DECLARE
    placements jsonb;
    written written_distribution[];
  BEGIN
    PERFORM set_config('bestow.company_id', company::text, true);
    placements := place_distributions(company, requests);
    written := ARRAY(SELECT w FROM write_distributions(company, requests, placements) AS w);
    IF EXISTS (SELECT FROM jsonb_array_elements(requests)
      WHERE value->'header'->>'morning' IS NOT NULL) THEN
      PERFORM spread_mornings(company, requests, written);
    END IF;
    -- What was not written was refused, or its key stands for what an earlier request became.
    answers := ARRAY(SELECT coalesce(w.answer,
        CASE WHEN p.placed IN ('invalid_send_at', 'insufficient_balance')
          THEN json_build_object('outcome', p.placed)
          ELSE find_accepted(company, requests->(n - 1)::int->'header')::json END)
      FROM generate_series(1::bigint, jsonb_array_length(requests)) AS n
      LEFT JOIN jsonb_to_recordset(placements) AS p(n bigint, placed text) USING (n)
      LEFT JOIN unnest(written) AS w USING (n) ORDER BY n);
    holds := ARRAY(SELECT w.hold FROM unnest(written) AS w WHERE (w.hold).points IS NOT NULL);
  END $$;
`;

const APPLYING = `
  -- As in 003; the transfers that follow are handed on as rows.
  CREATE OR REPLACE FUNCTION apply_decisions(decisions jsonb, invite_expiry_seconds bigint, claim text,
    claim_seconds bigint) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    postings posting[];
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
    SELECT array_agg(CASE status
        WHEN 'credited' THEN ROW('credit/' || id, 'credit', points, 'company_hold', company_id,
          'recipient_wallet', recipient_id, company_id, distribution_id, id)::posting
        ELSE ROW('release/' || id, 'release', points, 'company_hold', company_id,
          'company_balance', company_id, company_id, distribution_id, id)::posting END)
    INTO postings FROM changed WHERE status <> 'awaiting_registration';
    IF postings IS NOT NULL THEN PERFORM post(postings); END IF;
  END $$;
`;

const INDEXES = `
  DROP INDEX transfers_distribution;
  -- A credit is found by transfers_one_credit.
  CREATE INDEX transfers_reward_other ON transfers (reward_id) WHERE kind <> 'credit';
  DROP INDEX transfers_reward;
  ALTER INDEX transfers_reward_other RENAME TO transfers_reward;
`;
