import type { Knex } from 'knex';

/**
 * A batch of sends is looked up and written by a few statements, whatever their number. One statement
 * for each send in turn was most of what PostgreSQL did for sends of a few people.
 */
export async function up(knex: Knex): Promise<void> {
  for (const functions of [LOOKING, PLACING, WRITING, ACCEPTING, POSTING])
    await knex.raw(functions);
  await knex.raw(`
    DROP FUNCTION look_before_send, write_distribution, plan_written,
      place_distribution(uuid, jsonb, bigint)`);
}

export async function down(): Promise<void> {
  throw new Error('What accepts distributions is never undone');
}

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
    RETURN (SELECT jsonb_agg(jsonb_build_object(
        'standings', (SELECT coalesce(jsonb_object_agg(key, of_company->'standings'->key), '{}')
          FROM jsonb_array_elements_text(value->'keys') AS k(key)),
        'balance', of_company->'balance') ORDER BY n)
      FROM jsonb_array_elements(requests) WITH ORDINALITY AS request(value, n),
        LATERAL (SELECT seen->(value->>'companyId') AS of_company OFFSET 0) AS look);
  END $$;
`;

const PLACING = `
  -- How each of a company's sends begins, or why it is refused, in their order: [{ n, placed, isHeld }].
  -- One whose key stands for another is left out; a request is { header, rows }.
  CREATE FUNCTION place_distributions(company uuid, requests jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE
    available bigint := look_at_balance(company, requests);
    somebody_waits boolean;
    known text[];
    request record;
    at timestamptz;
    points bigint;
    takes_later boolean;
    would_wait boolean;
    placed text;
    is_held boolean;
    placements jsonb := '[]';
  BEGIN
    SELECT array_agg(d.idempotency_key) INTO known FROM distributions d
    WHERE d.company_id = company AND d.idempotency_key IN
      (SELECT value->'header'->>'idempotencyKey' FROM jsonb_array_elements(requests));
    FOR request IN SELECT n, value->'header' AS header, value->'header'->>'idempotencyKey' AS key
      FROM jsonb_array_elements(requests) WITH ORDINALITY AS r(value, n)
    LOOP
      CONTINUE WHEN request.key = ANY (known);
      at := (request.header->>'sendAt')::timestamptz;
      points := (request.header->>'points')::bigint;
      takes_later := at IS NOT NULL AND coalesce(request.header->>'takeFunds' = 'at_send', false);
      would_wait := coalesce(request.header->>'ifInsufficient' = 'wait', false);
      IF would_wait AND somebody_waits IS NULL THEN
        somebody_waits := EXISTS (SELECT FROM distributions
          WHERE company_id = company AND status = 'awaiting_funds');
      END IF;
      is_held := false;
      IF at IS NOT NULL AND NOT is_allowed_send_at(at) THEN
        placed := 'invalid_send_at';
      ELSIF takes_later THEN
        placed := 'scheduled';
      ELSIF points <= available AND NOT (would_wait AND somebody_waits) THEN
        placed := CASE WHEN at IS NULL THEN 'accepted' ELSE 'scheduled' END;
        is_held := true;
        available := available - points;
      ELSIF would_wait THEN
        placed := 'awaiting_funds';
        somebody_waits := true;
      ELSE
        placed := 'insufficient_balance';
      END IF;
      placements := placements
        || jsonb_build_object('n', request.n, 'placed', placed, 'isHeld', is_held);
      IF request.key IS NOT NULL AND placed NOT IN ('invalid_send_at', 'insufficient_balance') THEN
        known := known || request.key;
      END IF;
    END LOOP;
    RETURN placements;
  END $$;
`;

const WRITING = `
  -- Writes what was placed, with its rewards and the beginning of its time line. One that another
  -- process wrote a moment earlier, under the same key, is left out: its commit was waited for.
  CREATE FUNCTION write_distributions(company uuid, requests jsonb, placements jsonb,
    OUT answers jsonb, OUT holds jsonb) LANGUAGE plpgsql AS $$
  BEGIN
    -- A foreign key does not look at whose row it is; this look sees the company's and the built-in.
    IF EXISTS (SELECT FROM jsonb_array_elements(requests)
      WHERE value->'header'->>'campaignVersionId' IS NOT NULL AND NOT EXISTS (SELECT
        FROM campaign_versions WHERE id = (value->'header'->>'campaignVersionId')::uuid)) THEN
      RAISE foreign_key_violation USING MESSAGE = 'The company has no such version of a campaign';
    END IF;
    WITH placement AS MATERIALIZED (
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
    SELECT jsonb_object_agg(p.n, jsonb_build_object('outcome', 'accepted', 'status', m.status,
        'distributionId', m.id, 'createdAt', m.created_at, 'rewardIds', g.ids)),
      jsonb_agg(jsonb_build_object('businessKey', 'hold/' || m.id, 'kind', 'hold', 'points', p.points,
        'from', jsonb_build_object('kind', 'company_balance', 'ownerId', company),
        'to', jsonb_build_object('kind', 'company_hold', 'ownerId', company),
        'companyId', company, 'distributionId', m.id)) FILTER (WHERE p.is_held AND p.points > 0)
    INTO answers, holds
    FROM made m JOIN placement p USING (id)
    JOIN (SELECT distribution_id, jsonb_agg(id ORDER BY row) AS ids FROM given GROUP BY 1) g
      ON g.distribution_id = m.id;
  END $$;

  -- Those that reach everybody in the morning of where he is.
  CREATE FUNCTION spread_mornings(company uuid, requests jsonb, answers jsonb) RETURNS void
  LANGUAGE sql AS $$
    UPDATE rewards w SET send_at = morning_in(day, coalesce((SELECT r.time_zone FROM recipients r
      WHERE r.email_key = w.email_key AND r.company_id = company), c.time_zone))
    FROM companies c, (SELECT (value->'header'->>'morning')::date AS day,
        (answers->n::text->>'distributionId')::uuid AS distribution_id
      FROM jsonb_array_elements(requests) WITH ORDINALITY AS r(value, n)
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
    holds jsonb := '[]';
    answers jsonb := '[]';
  BEGIN
    FOR of_company IN
      SELECT (value->>'companyId')::uuid AS id, jsonb_agg(value ORDER BY n) AS requests,
        array_agg(n ORDER BY n) AS numbers
      FROM jsonb_array_elements(requests) WITH ORDINALITY AS r(value, n) GROUP BY 1 ORDER BY 1
    LOOP
      SELECT * INTO accepted FROM accept_of_company(of_company.id, of_company.requests);
      holds := holds || accepted.holds;
      answers := answers || (SELECT jsonb_agg(jsonb_build_object('n', of_company.numbers[n],
        'answer', value)) FROM jsonb_array_elements(accepted.answers) WITH ORDINALITY AS a(value, n));
    END LOOP;
    IF holds <> '[]' THEN PERFORM post_holds(holds); END IF;
    RETURN (SELECT jsonb_agg(value->'answer' ORDER BY (value->>'n')::int)
      FROM jsonb_array_elements(answers));
  END $$;

  CREATE FUNCTION accept_of_company(company uuid, requests jsonb, OUT answers jsonb, OUT holds jsonb)
  LANGUAGE plpgsql AS $$
  DECLARE
    placements jsonb;
    written jsonb;
  BEGIN
    PERFORM set_config('bestow.company_id', company::text, true);
    placements := place_distributions(company, requests);
    SELECT w.answers, coalesce(w.holds, '[]') INTO written, holds
    FROM write_distributions(company, requests, placements) AS w;
    IF EXISTS (SELECT FROM jsonb_array_elements(requests)
      WHERE value->'header'->>'morning' IS NOT NULL) THEN
      PERFORM spread_mornings(company, requests, written);
    END IF;
    -- What was not written was refused, or its key stands for what an earlier request became.
    SELECT jsonb_agg(coalesce(written->r.n::text,
      CASE WHEN p.placed IN ('invalid_send_at', 'insufficient_balance')
        THEN jsonb_build_object('outcome', p.placed)
        ELSE find_accepted(company, r.value->'header') END) ORDER BY r.n)
    INTO answers
    FROM jsonb_array_elements(requests) WITH ORDINALITY AS r(value, n)
    LEFT JOIN jsonb_to_recordset(placements) AS p(n bigint, placed text) USING (n);
  END $$;
`;

/**
 * As in 002, and finds the accounts by their index. A condition that makes a uuid of a text could tell of
 * rows that row-level security hides, so PostgreSQL does not look for it in an index: every hold read all
 * accounts of the company. (Functions that cannot tell are marked leakproof: that of `=` is, a cast's is not.)
 */
const POSTING = `
  CREATE OR REPLACE FUNCTION post_transfers(transfers jsonb) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    expected bigint := jsonb_array_length(transfers);
    posted bigint;
  BEGIN
    WITH asked AS MATERIALIZED (
      SELECT t.*, t."from"->>'kind' AS from_kind, (t."from"->>'ownerId')::uuid AS from_owner_id,
        t."to"->>'kind' AS to_kind, (t."to"->>'ownerId')::uuid AS to_owner_id
      FROM jsonb_to_recordset(transfers) AS t("businessKey" text, kind text, points bigint,
        "from" jsonb, "to" jsonb, "companyId" uuid, "distributionId" uuid, "rewardId" uuid)
    ), input AS (
      SELECT asked.*, f.id AS from_account_id, c.id AS to_account_id
      FROM asked
      JOIN accounts f ON f.kind = asked.from_kind AND f.owner_id = asked.from_owner_id
      JOIN accounts c ON c.kind = asked.to_kind AND c.owner_id = asked.to_owner_id
    ), posted AS (
      INSERT INTO transfers (business_key, kind, points, from_account_id, to_account_id, company_id,
        distribution_id, reward_id)
      SELECT "businessKey", kind, points, from_account_id, to_account_id, "companyId",
        "distributionId", "rewardId" FROM input ORDER BY "businessKey"
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
    FROM jsonb_to_recordset(transfers) AS i("businessKey" text, kind text, points bigint,
      "from" jsonb, "to" jsonb, "companyId" uuid, "distributionId" uuid, "rewardId" uuid)
    JOIN transfers t ON t.business_key = i."businessKey" AND t.kind = i.kind AND t.points = i.points
      AND t.company_id = i."companyId" AND t.distribution_id IS NOT DISTINCT FROM i."distributionId"
      AND t.reward_id IS NOT DISTINCT FROM i."rewardId"
    JOIN accounts f ON f.id = t.from_account_id AND f.kind = i."from"->>'kind'
      AND f.owner_id = (i."from"->>'ownerId')::uuid
    JOIN accounts c ON c.id = t.to_account_id AND c.kind = i."to"->>'kind'
      AND c.owner_id = (i."to"->>'ownerId')::uuid;
    IF posted <> expected THEN
      RAISE EXCEPTION 'transfer_conflict' USING ERRCODE = 'BS001',
        DETAIL = 'A transfer was posted before with other content, or has no account';
    END IF;
  END $$;
`;
