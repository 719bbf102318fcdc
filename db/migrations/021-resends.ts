import type { Knex } from 'knex';

/**
 * A resend knows which mail it was: of the invitation or of the credit, to this address or to a former
 * one. What comes back, and what the mail server answers, is then told apart. And the same request under
 * the same key asks for resends once.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(VERSIONS);
  await knex.raw(REQUESTS);
}

export async function down(): Promise<void> {
  throw new Error('What posts transfers is never undone');
}

const VERSIONS = `
  -- As it was composed last: the reward's \`mail_version\` of that moment. Null of those that were never
  -- tried, and of those of before.
  ALTER TABLE resends ADD COLUMN mail_version integer;

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
        -- The mail of the credit is another one than the invitation: its attempts count anew, and what
        -- comes back of the invitation, or of its resend, says nothing about it.
        mail_attempts = 0, mail_version = CASE WHEN r.status = 'awaiting_registration' AND d.kind = 'credit'
          THEN r.mail_version + 1 ELSE r.mail_version END, mail_claim = claim,
        mail_claimed_until = now() + make_interval(secs => claim_seconds)
      FROM decision d
      WHERE r.id = d.id AND r.id = ANY(ARRAY(SELECT id FROM decision)) AND CASE r.status
        WHEN 'pending' THEN true
        WHEN 'awaiting_registration' THEN d.kind <> 'invite' ELSE false END
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

const REQUESTS = `
  -- A request for resends under a key. Those that it made name it; rewards that it could not mail are
  -- kept with the reason, so that its answer can be given again.
  CREATE TABLE resend_requests (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    company_id uuid NOT NULL,
    idempotency_key text NOT NULL,
    request_hash bytea NOT NULL,
    issues jsonb NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (company_id, idempotency_key),
    UNIQUE (id, company_id),
    FOREIGN KEY (company_id) REFERENCES companies
  );
  SELECT guard_company_table('resend_requests', 'company_id');
  GRANT SELECT, INSERT ON resend_requests TO bestow_api, bestow_worker;

  ALTER TABLE resends ADD COLUMN request_id uuid,
    ADD FOREIGN KEY (request_id, company_id) REFERENCES resend_requests (id, company_id);
  CREATE INDEX resends_of_request ON resends (request_id) WHERE request_id IS NOT NULL;
`;
