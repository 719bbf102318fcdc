import type { Knex } from 'knex';

/**
 * The mails by which people get in (an invitation to a team, a link to sign in or to set a new password)
 * are written down before they are sent, so that one which the mail server does not take at once is tried
 * again: servers that greylist defer the first mail of everybody.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(ACCESS_MAILS);
}

export async function down(): Promise<void> {
  throw new Error('Mails that wait are never dropped');
}

const ACCESS_MAILS = `
  CREATE TABLE access_mails (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    -- What it says besides its link (domain/access-mail.ts).
    content jsonb NOT NULL,
    kind text NOT NULL GENERATED ALWAYS AS (content->>'kind') STORED
      CHECK (kind IN ('invitation', 'reset', 'password_changed', 'sign_in')),
    to_name text NOT NULL,
    to_address text NOT NULL,
    -- The link's token is derived from this by the server's secret (db/link-tokens.ts); its hash is that
    -- of the link, by which a mail whose link is dead is known.
    link_id uuid,
    token_hash bytea CHECK (length(token_hash) = 32),
    created_at timestamptz NOT NULL DEFAULT now(),
    -- From then on it is not worth sending.
    expires_at timestamptz NOT NULL,
    sent_at timestamptz,
    given_up_at timestamptz,
    detail text,
    CHECK ((link_id IS NULL) = (token_hash IS NULL)),
    CHECK ((link_id IS NULL) = (kind = 'password_changed'))
  );
  CREATE INDEX access_mails_unsent ON access_mails (created_at)
    WHERE sent_at IS NULL AND given_up_at IS NULL;
  CREATE INDEX access_mails_by_age ON access_mails (created_at);
  CREATE UNIQUE INDEX access_mails_of_link ON access_mails (token_hash) WHERE token_hash IS NOT NULL;
  GRANT SELECT, INSERT, UPDATE, DELETE ON access_mails TO bestow_worker;
`;
