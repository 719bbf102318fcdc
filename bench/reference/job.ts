import pg from 'pg';
import { createMailer } from '../../activities/mailer';
import { renderRewardEmail } from '../../emails/reward-email';
import { COMPANY_NAME, type Row } from '../set-up/people';

/**
 * The job that every reference does, whatever drives it: rows of the ledger, the same rendered mail
 * through the same pool of SMTP connections, and the result.
 */
export function createJob(settings: ReferenceSettings) {
  const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: DATABASE_CONNECTIONS });
  const mailer = createMailer({
    smtpUrl: settings.smtpUrl,
    connections: SMTP_CONNECTIONS,
    from: 'rewards@bestow.example',
  });
  return {
    pool,
    /** Writes the distribution; repeating it changes nothing. @returns the ids of its rewards */
    record: async (distributionId: string, rows: readonly Row[]): Promise<string[]> => {
      const text = 'SELECT record_distribution($1, $2) AS ids';
      const values = [distributionId, JSON.stringify(rows)];
      const made = await pool.query<{ ids: string[] }>({ name: 'record', text, values });
      return made.rows[0]?.ids ?? [];
    },
    credit: async (rewardIds: readonly string[]): Promise<void> => {
      const text = 'SELECT credit_rewards($1)';
      await pool.query({ name: 'credit', text, values: [rewardIds] });
    },
    /** Both in one transaction and one round trip. */
    recordAndCredit: async (distributionId: string, rows: readonly Row[]): Promise<string[]> => {
      const text = `WITH made AS MATERIALIZED (SELECT record_distribution($1, $2) AS ids)
        SELECT ids, credit_rewards(ids) FROM made`;
      const values = [distributionId, JSON.stringify(rows)];
      const made = await pool.query<{ ids: string[] }>({ name: 'both', text, values });
      return made.rows[0]?.ids ?? [];
    },
    /** @throws Error when the mail server does not accept it */
    mail: async (rewardId: string, row: Row): Promise<void> => {
      const sent = await mailer.send(compose(rewardId, row, settings.publicUrl));
      if (sent.outcome !== 'accepted') throw new Error(`The mail was ${sent.outcome}`);
    },
    mark: async (rewardIds: readonly string[]): Promise<void> => {
      const text = `UPDATE rewards SET status = 'delivered', delivered_at = now()
        WHERE id = ANY($1::uuid[]) AND status = 'credited'`;
      await pool.query({ name: 'mark', text, values: [rewardIds] });
    },
  };
}

export type Job = ReturnType<typeof createJob>;

export interface ReferenceSettings {
  databaseUrl: string;
  /** A second database, for an engine that keeps its own tables apart. */
  engineDatabaseUrl: string;
  temporalAddress: string;
  smtpUrl: string;
  /** Ours, so that the links in the mails are as long. */
  publicUrl: string;
  apiKey: string;
}

// As the product's own defaults (config.ts).
const DATABASE_CONNECTIONS = 20;
const SMTP_CONNECTIONS = 20;

function compose(rewardId: string, row: Row, publicUrl: string) {
  const email = renderRewardEmail({
    kind: 'credited',
    recipientName: row.name,
    points: row.points,
    citation: row.citation,
    companyName: COMPANY_NAME,
    buttonUrl: `${publicUrl}/wallet`,
    expiresAt: null,
    help: {
      supportEmail: 'support@bestow.example',
      whatsapp: '+1 555 010 0199',
      ticketUrl: `${publicUrl}/help`,
    },
  });
  return {
    messageKey: `${rewardId}.reward`,
    fromName: COMPANY_NAME,
    toName: row.name,
    toAddress: row.email,
    ...email,
  };
}
