import type { Knex } from 'knex';

/**
 * Companies, their admins and keys, and the people that points go to.
 *
 * Two roles use the database: `bestow_api` sees one company at a time (row-level security over the
 * setting `bestow.company_id`), `bestow_worker` carries distributions of all companies. Both are
 * entered by `SET ROLE` at connection time, so one login is enough.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    DO $$ BEGIN CREATE ROLE bestow_api NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
    DO $$ BEGIN CREATE ROLE bestow_worker NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
    DO $$ BEGIN EXECUTE format('GRANT bestow_api, bestow_worker TO %I', current_user);
      -- Several databases of one cluster may be migrated at the same moment.
      EXCEPTION WHEN OTHERS THEN IF SQLERRM NOT LIKE '%concurrently%' THEN RAISE; END IF; END $$;
    GRANT USAGE ON SCHEMA public TO bestow_api, bestow_worker;

    CREATE FUNCTION current_company_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
      $$ SELECT nullif(current_setting('bestow.company_id', true), '')::uuid $$;

    -- One place for how a table of a company is guarded.
    CREATE FUNCTION guard_company_table(name regclass, company_column text) RETURNS void
    LANGUAGE plpgsql AS $$ BEGIN
      EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
      EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
      EXECUTE format('CREATE POLICY own_company ON %s TO bestow_api
        USING (%I = current_company_id()) WITH CHECK (%I = current_company_id())',
        name, company_column, company_column);
      EXECUTE format('CREATE POLICY every_company ON %s TO bestow_worker, %I USING (true) WITH CHECK (true)',
        name, current_user);
    END $$;

    CREATE TABLE companies (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      country text NOT NULL DEFAULT 'IN' CHECK (country ~ '^[A-Z]{2}$'),
      mobile_required boolean NOT NULL DEFAULT false,
      created_at timestamptz NOT NULL DEFAULT now()
    );

    CREATE TABLE admins (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      company_id uuid NOT NULL REFERENCES companies,
      email text NOT NULL,
      email_key text NOT NULL UNIQUE,
      name text NOT NULL,
      role text NOT NULL CHECK (role IN ('owner', 'admin', 'approver', 'finance', 'viewer')),
      password_hash text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (id, company_id)
    );

    CREATE TABLE support_agents (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      email text NOT NULL,
      email_key text NOT NULL UNIQUE,
      name text NOT NULL,
      role text NOT NULL CHECK (role IN ('agent', 'lead')),
      password_hash text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now()
    );

    -- Only the hash of a key is kept: 256 random bits need no slow hash.
    CREATE TABLE api_keys (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      company_id uuid NOT NULL REFERENCES companies,
      name text NOT NULL,
      prefix text NOT NULL,
      key_hash bytea NOT NULL UNIQUE CHECK (length(key_hash) = 32),
      created_at timestamptz NOT NULL DEFAULT now(),
      revoked_at timestamptz
    );

    -- A person's account. email_key is unique over all companies: that is rule R5.
    CREATE TABLE recipients (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      company_id uuid NOT NULL REFERENCES companies,
      email text NOT NULL,
      email_key text NOT NULL UNIQUE,
      name text NOT NULL,
      mobile text,
      registered_by text NOT NULL CHECK (registered_by IN ('link', 'admin', 'import')),
      activated_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (id, company_id)
    );

    CREATE TABLE sessions (
      sid text PRIMARY KEY,
      sess json NOT NULL,
      expire timestamptz NOT NULL
    );
    CREATE INDEX sessions_expire ON sessions (expire);

    -- The shape that rate-limiter-flexible expects.
    CREATE TABLE rate_limits (key text PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint);

    SELECT guard_company_table('companies', 'id'), guard_company_table('admins', 'company_id'),
      guard_company_table('api_keys', 'company_id'), guard_company_table('recipients', 'company_id');
    GRANT SELECT ON companies, admins, api_keys, recipients TO bestow_api;
    GRANT SELECT, INSERT, UPDATE, DELETE ON sessions, rate_limits TO bestow_worker;
    GRANT SELECT, INSERT, UPDATE ON companies, admins, support_agents, api_keys, recipients TO bestow_worker;

    -- What a company may learn of an address: never which other company it belongs to.
    CREATE FUNCTION lookup_people(keys text[]) RETURNS TABLE (email_key text, standing text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
      SELECT key, CASE
        WHEN EXISTS (SELECT FROM admins a WHERE a.email_key = key) THEN 'admin'
        WHEN EXISTS (SELECT FROM support_agents s WHERE s.email_key = key) THEN 'admin'
        WHEN r.company_id = current_company_id() THEN 'registered'
        WHEN r.company_id IS NOT NULL THEN 'elsewhere'
        ELSE 'unregistered' END
      FROM unnest(keys) AS key LEFT JOIN recipients r ON r.email_key = key $$;
    REVOKE ALL ON FUNCTION lookup_people FROM public;
    GRANT EXECUTE ON FUNCTION lookup_people TO bestow_api, bestow_worker;
  `);
}

export async function down(): Promise<void> {
  throw new Error('The first migration cannot be undone: drop the database instead');
}
