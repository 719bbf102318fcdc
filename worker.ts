import path from 'node:path';
import type { Client } from '@temporalio/client';
import { type NativeConnection, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { type ActivitySettings, createActivities } from './activities';
import { createBounceAddresses } from './bounces/bounce-addresses';
import { createDomainLimiter } from './domain/domain-limiter';
import { createLogger } from './log';
import { keepTemporal, type TemporalKeeper } from './temporal/keep-temporal';
import { logTemporalTo } from './temporal/log-of-temporal';
import { startWebhookWaker, type WebhookWaker } from './temporal/webhook-waker';
import { createMailer, type Mailer } from './activities/mailer';
import { type Carrier, createCarrier, createMissingCarrier } from './carrier/carrier';
import { type Config, readConfig } from './config';
import { createLinkTokens } from './db/link-tokens';
import { createDatabase, type Database } from './db/pool';
import { createSecretBox } from './db/secret-box';
import { claimWaitingEndpoints } from './db/deliver-webhooks';
import { closePdfThreads } from './documents/render-pdf';

/** The Temporal worker: wiring only. Run by itself it is one more process that carries work. */
export async function createWorker(options: {
  connection: NativeConnection;
  client: Client;
  db: Database;
  mailer: Mailer;
  config: Config;
}): Promise<Worker> {
  const { connection, client, db, mailer, config } = options;
  return Worker.create({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: config.BESTOW_TASK_QUEUE,
    workflowBundle: { codePath: path.join(__dirname, 'workflow-bundle.js') },
    activities: createActivities({
      db,
      mailer,
      carrier: createConfiguredCarrier(config),
      temporal: client,
      secretBox: createSecretBox(required(config, 'BESTOW_SECRET')),
      settings: activitySettings(config),
    }),
    // A run whose worker died is given to another after this, not after the default 10 s.
    stickyQueueScheduleToStartTimeout: '2 seconds',
    // Heartbeats must reach the server well within the 5 s that the workflows allow.
    maxHeartbeatThrottleInterval: '2 seconds',
    defaultHeartbeatThrottleInterval: '2 seconds',
    // Well within the supervisor's patience; a slice that is not done by then goes to another worker.
    shutdownGraceTime: '5 seconds',
  });
}

export function activitySettings(config: Config): ActivitySettings {
  return {
    taskQueue: config.BESTOW_TASK_QUEUE,
    publicUrl: required(config, 'BESTOW_PUBLIC_URL').replace(/\/$/, ''),
    supportEmail: config.BESTOW_SUPPORT_EMAIL,
    supportWhatsapp: config.BESTOW_SUPPORT_WHATSAPP,
    inviteExpirySeconds: config.BESTOW_INVITE_EXPIRY_SECONDS,
    reminderSeconds: config.BESTOW_REMINDER_SECONDS,
    retry: {
      firstMilliseconds: config.BESTOW_MAIL_RETRY_FIRST_SECONDS * 1_000,
      maxMilliseconds: config.BESTOW_MAIL_RETRY_MAX_SECONDS * 1_000,
      windowMilliseconds: config.BESTOW_MAIL_RETRY_WINDOW_SECONDS * 1_000,
    },
    ticketAnswerSeconds: config.BESTOW_TICKET_ANSWER_SECONDS,
    approvalReminderSeconds: config.BESTOW_APPROVAL_REMINDER_SECONDS,
    parcelReportSeconds: config.BESTOW_PARCEL_REPORT_SECONDS,
    linkTokens: createLinkTokens(required(config, 'BESTOW_SECRET')),
    privateWebhooks: config.BESTOW_WEBHOOKS_PRIVATE_ADDRESSES,
  };
}

export function createPlatformDatabase(config: Config): Database {
  return createDatabase({
    databaseUrl: required(config, 'DATABASE_URL'),
    role: 'bestow_worker',
    connections: config.BESTOW_DATABASE_CONNECTIONS,
  });
}

export function createConfiguredMailer(config: Config): Mailer {
  return createMailer({
    smtpUrl: required(config, 'SMTP_URL'),
    connections: config.BESTOW_SMTP_CONNECTIONS,
    from: config.BESTOW_MAIL_FROM,
    bounceAddressOf: config.BESTOW_BOUNCE_DOMAIN
      ? createBounceAddresses({
          secret: required(config, 'BESTOW_SECRET'),
          domain: config.BESTOW_BOUNCE_DOMAIN,
        }).addressOf
      : undefined,
    limiter: createDomainLimiter(config.BESTOW_MAILS_PER_DOMAIN_PER_MINUTE, () =>
      performance.now(),
    ),
  });
}

/** Beside each worker: what is written in the database is on its way within a second. */
export function createConfiguredWebhookWaker(options: {
  config: Config;
  log: Logger;
  db: Database;
  temporal: TemporalKeeper;
}): WebhookWaker {
  const { config, log, db, temporal } = options;
  return startWebhookWaker({
    claimWaiting: (limit) => claimWaitingEndpoints(db, limit),
    temporal: temporal.client,
    taskQueue: config.BESTOW_TASK_QUEUE,
    log,
  });
}

/** Without a carrier, orders wait for one: after a day a ticket is opened. */
function createConfiguredCarrier(config: Config): Carrier {
  const url = config.BESTOW_CARRIER_URL;
  if (url === undefined) return createMissingCarrier();
  return createCarrier({ url, secret: required(config, 'BESTOW_CARRIER_SECRET') });
}

/** @throws Error naming the setting that this process cannot do without. */
export function required<Name extends keyof Config>(
  config: Config,
  name: Name,
): NonNullable<Config[Name]> {
  const value = config[name];
  if (value === undefined || value === null) {
    throw new Error(
      `${name} is not set. npm start sets it; other set-ups must (see README, Settings).`,
    );
  }
  return value;
}

function main(): void {
  const config = readConfig();
  const log = createLogger(config, 'worker');
  logTemporalTo(log);
  const db = createPlatformDatabase(config);
  const mailer = createConfiguredMailer(config);
  const temporal = keepTemporal({
    config,
    log,
    createWorker: (connection, client) => createWorker({ connection, client, db, mailer, config }),
  });
  const webhooks = createConfiguredWebhookWaker({ config, log, db, temporal });
  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'Stopping');
    await webhooks.stop();
    await temporal.stop();
    mailer.close();
    await closePdfThreads();
    await db.destroy();
  };
  process.once('SIGTERM', (signal) => void stop(signal));
  process.once('SIGINT', (signal) => void stop(signal));
}

if (require.main === module) main();
