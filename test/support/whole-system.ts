import pg from 'pg';
import { createApiClient, type ApiClient } from './api-client';
import { reconcile } from './ask-database';
import { tellMeasured } from './measured';
import { startPlatform, type PlatformProcess, type Ready } from './platform-process';
import { startSmtpSink, type Behaviour, type SmtpSink } from './smtp-sink';
import { waitFor } from './wait-for';

/**
 * The whole product as `npm start` runs it, with a mail server that the test commands, and the
 * questions that only SQL answers.
 *
 * @param options.mails how the mail server behaves from the beginning.
 */
export async function startWholeSystem({
  env = {},
  mails = {},
}: { env?: Record<string, string>; mails?: Behaviour } = {}): Promise<WholeSystem> {
  const sink = await startSmtpSink(mails);
  let platform: PlatformProcess;
  try {
    platform = await startPlatform({ env: { SMTP_URL: sink.smtpUrl, ...env } });
  } catch (error) {
    await sink.stop();
    throw error;
  }
  const ready = await platform.readReady();
  const database = new pg.Pool({ connectionString: ready.databaseUrl, max: 2 });
  // PostgreSQL that is killed takes its connections with it; the next question gets a new one.
  database.on('error', () => undefined);
  const query = async <Row>(sql: string, values: unknown[] = []) =>
    (await database.query(sql, values)).rows as Row[];
  return {
    ready,
    platform,
    sink,
    acme: createApiClient({ url: ready.url, apiKey: ready.demo.apiKey }),
    globex: createApiClient({ url: ready.url, apiKey: ready.demo.otherCompanyApiKey }),
    query,
    countDelivered: () => countDelivered(query),
    reconcile: () => reconcile(ready.databaseUrl),
    killAndMeasure: (part, wanted) => killAndMeasure(platform, query, part, wanted),
    stop: async () => {
      try {
        await database.end();
        await platform.stop();
      } finally {
        await sink.stop();
      }
    },
  };
}

export interface WholeSystem {
  /** As it was at the start: the addresses stay, the pids change. */
  readonly ready: Ready;
  readonly platform: PlatformProcess;
  readonly sink: SmtpSink;
  /** The two demo companies, as their integrators call. */
  readonly acme: ApiClient;
  readonly globex: ApiClient;
  /** As superuser. */
  query<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Rewards whose mail is recorded as accepted, since the first start. */
  countDelivered(): Promise<number>;
  /** `npm run reconcile` on this database. Gives its last line. */
  reconcile(): Promise<string>;
  /**
   * Kills a part with -9, waits for its successor and then until more mails are recorded as
   * delivered, or all of `wanted`; tells how long both took.
   */
  killAndMeasure(part: keyof Ready['pids'], wanted: number): Promise<void>;
  /** Ctrl-C; the data directory is removed. */
  stop(): Promise<void>;
}

type Query = WholeSystem['query'];

async function killAndMeasure(
  platform: PlatformProcess,
  query: Query,
  part: keyof Ready['pids'],
  wanted: number,
): Promise<void> {
  const killedAt = performance.now();
  const killed = await platform.killPart(part);
  await platform.waitForReady(({ pids }) => pids[part] !== undefined && pids[part] !== killed);
  const back = Math.round(performance.now() - killedAt);
  const seen = await waitFor('the database to answer', () => countDelivered(query));
  await waitFor(
    `work to go on after the kill of ${part}`,
    async () => {
      const delivered = await countDelivered(query);
      return delivered > seen || delivered >= wanted;
    },
    { timeoutMilliseconds: 120_000 },
  );
  const working = Math.round(performance.now() - killedAt);
  tellMeasured(`${part} killed: started again after ${back} ms, work goes on after ${working} ms`);
}

async function countDelivered(query: Query): Promise<number> {
  const sql = `SELECT count(*)::int AS count FROM rewards WHERE status = 'delivered'`;
  const [row] = await query<{ count: number }>(sql);
  return row!.count;
}
