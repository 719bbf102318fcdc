import type { Knex } from 'knex';

/** How people sign in and who they are: second factors, resets, invitations, keys, the audit log. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(PEOPLE);
  await knex.raw(SIGN_IN);
  await knex.raw(COMPANY);
  await knex.raw(LISTS);
}

export async function down(): Promise<void> {
  throw new Error('Accounts are never undone');
}

const PEOPLE = `
  -- The platform's people: support, and the finance that confirms what companies pay.
  ALTER TABLE support_agents DROP CONSTRAINT support_agents_role_check,
    ADD CONSTRAINT support_agents_role_check CHECK (role IN ('agent', 'lead', 'finance'));

  -- Who is removed stays, since records name him; email_key becomes 'removed/<id>', which no address
  -- is, so that the address is free and nobody signs in with it.
  ALTER TABLE admins ADD COLUMN removed_at timestamptz, ADD COLUMN last_signed_in_at timestamptz,
    ADD CONSTRAINT removed_is_nobody CHECK ((removed_at IS NULL) = (email_key NOT LIKE 'removed/%'));
  CREATE INDEX admins_of_company ON admins (company_id, id) WHERE removed_at IS NULL;
`;

const SIGN_IN = `
  -- One person is an admin or one of the platform; both sign in alike. A secret is encrypted with a key
  -- derived from BESTOW_SECRET (api/auth/secret-box.ts).
  CREATE TABLE totp_secrets (
    person_kind text NOT NULL CHECK (person_kind IN ('admin', 'agent')),
    person_id uuid NOT NULL,
    encrypted bytea NOT NULL,
    -- NULL until a first code has shown that the person's device knows it.
    confirmed_at timestamptz,
    -- The newest time step whose code was taken: it and what is older are refused (RFC 6238, 5.2).
    used_step bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (person_kind, person_id)
  );
  -- 80 random bits each, so a fast hash will do; a used one is gone.
  CREATE TABLE recovery_codes (
    person_kind text NOT NULL,
    person_id uuid NOT NULL,
    code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
    PRIMARY KEY (person_kind, person_id, code_hash),
    FOREIGN KEY (person_kind, person_id) REFERENCES totp_secrets ON DELETE CASCADE
  );

  CREATE TABLE password_resets (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    person_kind text NOT NULL CHECK (person_kind IN ('admin', 'agent')),
    person_id uuid NOT NULL,
    token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    expires_at timestamptz NOT NULL,
    used_at timestamptz
  );
  CREATE INDEX password_resets_of_person ON password_resets (person_kind, person_id)
    WHERE used_at IS NULL;

  -- Somebody's sessions, to be listed and ended.
  CREATE INDEX sessions_of_admin ON sessions ((sess->>'adminId'))
    WHERE sess->>'adminId' IS NOT NULL;
  CREATE INDEX sessions_of_agent ON sessions ((sess->>'agentId'))
    WHERE sess->>'agentId' IS NOT NULL;

  GRANT SELECT, INSERT, UPDATE, DELETE ON totp_secrets, recovery_codes TO bestow_worker;
  GRANT SELECT, INSERT, UPDATE ON password_resets TO bestow_worker;
`;

const COMPANY = `
  CREATE TABLE admin_invitations (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    company_id uuid NOT NULL REFERENCES companies,
    email text NOT NULL,
    email_key text NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'admin', 'approver', 'finance', 'viewer')),
    -- Of the link that was mailed last; the ones before are dead.
    token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    invited_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    expires_at timestamptz NOT NULL,
    accepted_at timestamptz,
    cancelled_at timestamptz,
    UNIQUE (id, company_id)
  );
  CREATE UNIQUE INDEX admin_invitations_one_open ON admin_invitations (company_id, email_key)
    WHERE accepted_at IS NULL AND cancelled_at IS NULL;

  ALTER TABLE api_keys
    ADD COLUMN scope text NOT NULL DEFAULT 'full' CHECK (scope IN ('full', 'read_only')),
    -- NULL: made when the company was.
    ADD COLUMN created_by text,
    ADD COLUMN revoked_by text,
    -- To within some minutes: not every call is a write (db/credentials.ts).
    ADD COLUMN last_used_at timestamptz;
  CREATE INDEX api_keys_of_company ON api_keys (company_id, id);

  -- A change of settings needs no reason; what support does to points has one.
  ALTER TABLE audit_records ALTER COLUMN reason DROP NOT NULL,
    DROP CONSTRAINT audit_records_actor_kind_check,
    ADD CONSTRAINT audit_records_actor_kind_check CHECK (actor_kind IN
      ('agent', 'admin', 'api_key', 'operator', 'platform_key'));
  CREATE INDEX audit_records_of_company ON audit_records (company_id, id DESC);
  -- A company reads what was done to it, but not what stands under tickets that it does not see.
  GRANT SELECT ON audit_records TO bestow_api;
  CREATE POLICY under_its_own_tickets ON audit_records AS RESTRICTIVE FOR SELECT TO bestow_api
    USING (ticket_id IS NULL OR EXISTS (SELECT FROM tickets t WHERE t.id = ticket_id));

  SELECT guard_company_table('admin_invitations', 'company_id');
  GRANT SELECT ON admin_invitations TO bestow_api;
  GRANT SELECT, INSERT, UPDATE ON admin_invitations TO bestow_worker;
`;

// Each has a predicate, though that of recipients keeps no row out: a check of a foreign key on (id,
// company_id) can then not take the index for the primary key's and read every row of the company.
const LISTS = `
  CREATE INDEX recipients_by_email ON recipients (company_id, email_key) WHERE email_key > '';
  CREATE INDEX recipients_by_name ON recipients (company_id, lower(name)) WHERE email_key > '';
  CREATE INDEX rewards_waiting_of_company ON rewards (company_id, email_key)
    WHERE status = 'awaiting_registration';
  CREATE INDEX rewards_failed_of_company ON rewards (company_id, failed_at)
    WHERE status IN ('failed', 'email_failed');
`;
