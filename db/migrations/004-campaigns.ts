import type { Knex } from 'knex';
import { builtInCampaigns } from './004-built-in-campaigns';

/** Campaigns (the e-mails that carry rewards) with their versions, and the images in them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE images (
      -- Not by time: the address is public, and only who was given it may know it.
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      company_id uuid NOT NULL REFERENCES companies,
      sha256 bytea NOT NULL CHECK (length(sha256) = 32),
      media_type text NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg', 'image/gif', 'image/webp')),
      width integer NOT NULL CHECK (width BETWEEN 1 AND 4000),
      height integer NOT NULL CHECK (height BETWEEN 1 AND 4000),
      content bytea NOT NULL CHECK (length(content) BETWEEN 1 AND 1048576),
      created_by text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (company_id, sha256),
      UNIQUE (id, company_id)
    );
    -- Compressed already; trying again costs time on each write.
    ALTER TABLE images ALTER COLUMN content SET STORAGE EXTERNAL;

    -- What changes of a campaign. One without a company is built in: everybody sees it, nobody but a
    -- migration changes it.
    CREATE TABLE campaigns (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      company_id uuid REFERENCES companies,
      -- The name as names are compared (domain/campaign-content.ts).
      name_key text NOT NULL,
      version integer NOT NULL CHECK (version > 0),
      created_by text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
      updated_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
      archived_at timestamptz,
      UNIQUE (id, company_id)
    );
    CREATE INDEX campaigns_of_company ON campaigns (company_id, id);
    CREATE UNIQUE INDEX campaigns_names ON campaigns (company_id, name_key) WHERE archived_at IS NULL;

    -- Insert-only: what was sent stays what was sent.
    CREATE TABLE campaign_versions (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      campaign_id uuid NOT NULL REFERENCES campaigns,
      company_id uuid,
      version integer NOT NULL CHECK (version > 0),
      name text NOT NULL,
      subject text NOT NULL,
      heading text NOT NULL,
      message text NOT NULL,
      button_text text NOT NULL,
      sender_name text NOT NULL,
      banner_image_id uuid,
      colour text NOT NULL CHECK (colour ~ '^#[0-9a-f]{6}$'),
      created_by text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
      UNIQUE (campaign_id, version),
      FOREIGN KEY (campaign_id, company_id) REFERENCES campaigns (id, company_id),
      FOREIGN KEY (banner_image_id, company_id) REFERENCES images (id, company_id),
      CHECK (banner_image_id IS NULL OR company_id IS NOT NULL)
    );

    ALTER TABLE distributions ADD COLUMN campaign_version_id uuid REFERENCES campaign_versions;
    CREATE INDEX distributions_by_campaign ON distributions (campaign_version_id, company_id)
      WHERE campaign_version_id IS NOT NULL;

    SELECT guard_company_table('images', 'company_id'), guard_company_table('campaigns', 'company_id'),
      guard_company_table('campaign_versions', 'company_id');
    -- To be read only: the policies of guard_company_table let a company write its own rows alone.
    CREATE POLICY built_in ON campaigns FOR SELECT TO bestow_api USING (company_id IS NULL);
    CREATE POLICY built_in ON campaign_versions FOR SELECT TO bestow_api USING (company_id IS NULL);
    GRANT SELECT, INSERT ON images, campaign_versions TO bestow_api;
    GRANT SELECT, INSERT, UPDATE ON campaigns TO bestow_api;
    GRANT SELECT ON images, campaigns, campaign_versions TO bestow_worker;

    -- As before, and keeps the version of the campaign.
    CREATE OR REPLACE FUNCTION write_distribution(company uuid, header jsonb, reward_rows jsonb)
    RETURNS jsonb LANGUAGE plpgsql AS $$
    DECLARE
      made distributions;
      ids jsonb;
      campaign_version uuid := (header->>'campaignVersionId')::uuid;
    BEGIN
      -- A foreign key does not look at whose row it is; this look sees the company's and the built-in.
      IF campaign_version IS NOT NULL
        AND NOT EXISTS (SELECT FROM campaign_versions WHERE id = campaign_version) THEN
        RAISE foreign_key_violation USING MESSAGE = 'The company has no such version of a campaign';
      END IF;
      INSERT INTO distributions (company_id, method, status, external_id, idempotency_key, request_hash,
        if_unregistered, created_by, recipients, points, campaign_version_id)
      VALUES (company, header->>'method', 'accepted', header->>'externalId', header->>'idempotencyKey',
        decode(header->>'requestHash', 'hex'), header->>'ifUnregistered', header->>'createdBy',
        jsonb_array_length(reward_rows), (header->>'points')::bigint, campaign_version)
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
  `);
  await knex.raw(
    `WITH built_in AS (
       SELECT * FROM jsonb_to_recordset(?::jsonb) AS c(id uuid, name text, subject text, heading text,
         message text, "buttonText" text, "senderName" text, colour text)
     ), made AS (
       INSERT INTO campaigns (id, name_key, version, created_by)
       SELECT id, lower(name), 1, 'bestow' FROM built_in
     )
     INSERT INTO campaign_versions (campaign_id, version, name, subject, heading, message, button_text,
       sender_name, colour, created_by)
     SELECT id, 1, name, subject, heading, message, "buttonText", "senderName", colour, 'bestow'
     FROM built_in`,
    [JSON.stringify(builtInCampaigns)],
  );
}

export async function down(): Promise<void> {
  throw new Error('Campaigns that were sent are never undone');
}
