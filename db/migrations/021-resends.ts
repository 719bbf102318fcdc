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
