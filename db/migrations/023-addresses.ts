import type { Knex } from 'knex';

/**
 * A decision about a reward is one about its address. What is decided about an address that was
 * corrected meanwhile is not applied, whatever it says: the reward stays open, and is decided anew. A
 * credit goes to an account that still has the address; the account is locked for that, as the foreign
 * key would lock it a moment later, so that it cannot move before the commit. This takes the place of
 * a trigger that knew of invitations only.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ${APPLYING}
    DROP TRIGGER credit_of_former_address ON rewards;
    DROP FUNCTION refuse_credit_of_former_address();
    CREATE INDEX wallet_links_unused ON wallet_links (recipient_id) WHERE used_at IS NULL;
  `);
}

export async function down(): Promise<void> {
  throw new Error('What posts transfers is never undone');
}

// Decisions of processes of the version before do not tell their address.
const APPLYING = `
  CREATE OR REPLACE FUNCTION apply_decisions(decisions jsonb, invite_expiry_seconds bigint, claim text,
    claim_seconds bigint) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    postings posting[];
  BEGIN
    PERFORM FROM recipients WHERE id = ANY(ARRAY(
      SELECT recipient FROM jsonb_to_recordset(decisions) AS d(recipient uuid)))
    ORDER BY id FOR KEY SHARE;
    WITH decision AS (
      SELECT * FROM jsonb_to_recordset(decisions) AS d(id uuid, kind text, recipient uuid, reason text,
        link uuid, hash text, address text)
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
        AND r.email_key = coalesce(d.address, r.email_key)
        AND r.email_key = CASE d.kind WHEN 'credit'
          THEN (SELECT email_key FROM recipients WHERE id = d.recipient) ELSE r.email_key END
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
