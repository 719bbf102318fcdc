import type { Server } from 'node:http';
import type { Logger } from 'pino';
import { type Config, readConfig } from '../config';
import { createAcceptor, createJudge } from '../db/accept-distribution';
import { createApiKeyFinder } from '../db/credentials';
import { createLinkTokens } from '../db/link-tokens';
import { listAccepted } from '../db/list-accepted';
import { createDatabase, type Database } from '../db/pool';
import { findVitals } from '../db/vitals';
import {
  activitySettings,
  createConfiguredMailer,
  createConfiguredWebhookWaker,
  createPlatformDatabase,
  createWorker,
  required,
} from '../worker';
import { closePdfThreads } from '../documents/render-pdf';
import { createApp } from './app';
import { closeInTime } from './close-server';
import { createSecretBox } from '../db/secret-box';
import type { ApiSettings } from './context';
import { createDispatcher, type Dispatcher } from './dispatcher';
import { createLogger } from '../log';
import { createPaymentProviders } from './payments/create-payment-providers';
import { createSessions } from './sessions';
import { createSpreadsheetReader } from '../spreadsheets/read-file';
import { keepTemporal } from '../temporal/keep-temporal';
import { logTemporalTo } from '../temporal/log-of-temporal';

/** The API process: HTTP for everybody, and a worker beside it unless told otherwise. */
async function main(): Promise<void> {
  const config = readConfig();
  const log = createLogger(config, 'app');
  logTemporalTo(log);
  const platformDb = createPlatformDatabase(config);
  const companyDb = createDatabase({
    databaseUrl: required(config, 'DATABASE_URL'),
    role: 'bestow_api',
    connections: config.BESTOW_DATABASE_CONNECTIONS,
  });
  const mailer = createConfiguredMailer(config);
  const temporal = keepTemporal({
    config,
    log,
    createWorker:
      config.BESTOW_API_WORKER === 'none'
        ? undefined
        : (connection, client) =>
            createWorker({ connection, client, db: platformDb, mailer, config }),
  });
  const webhooks = startWebhooks({ config, log, db: platformDb, temporal });
  const dispatcher = createDispatcher({
    temporal: temporal.client,
    taskQueue: config.BESTOW_TASK_QUEUE,
    log,
  });
  const settings = apiSettings(config);
  const spreadsheets = createSpreadsheetReader({ limits: { fileBytes: settings.maxFileBytes } });
  const secret = required(config, 'BESTOW_SECRET');
  const sessions = createSessions({
    databaseUrl: required(config, 'DATABASE_URL'),
    secret,
    secure: settings.publicUrl.startsWith('https:'),
  });
  const linkTokens = createLinkTokens(secret);
  const app = createApp({
    services: {
      acceptor: createAcceptor(companyDb),
      judge: createJudge(companyDb),
      findApiKey: createApiKeyFinder(platformDb),
      companyDb,
      platformDb,
      dispatcher,
      mailer,
      spreadsheets,
      linkTokens,
      secretBox: createSecretBox(secret),
      paymentProviders: createPaymentProviders(config, secret, settings.publicUrl),
      log,
      settings,
    },
    sessions,
    health: {
      isDatabaseReady: () =>
        platformDb.raw('SELECT 1').then(
          () => true,
          () => false,
        ),
      isTemporalReady: temporal.isReady,
      waitingForTemporal: dispatcher.waiting,
      findVitals: () => findVitals(platformDb),
      mails: mailer.counts,
    },
  });
  const server = await listen(app, config);
  const closeServer = closeInTime(server);
  log.info({ address: server.address() }, 'Listening');
  await submitAccepted(platformDb, dispatcher, log);

  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'Stopping');
    await closeServer();
    await Promise.all([dispatcher.stop(), webhooks?.stop()]);
    await temporal.stop();
    mailer.close();
    await Promise.all([spreadsheets.close(), closePdfThreads()]);
    await Promise.all([platformDb.destroy(), companyDb.destroy(), sessions.stop()]);
  };
  process.once('SIGTERM', (signal) => void stop(signal));
  process.once('SIGINT', (signal) => void stop(signal));
}

/** Where a worker is. */
function startWebhooks(options: Parameters<typeof createConfiguredWebhookWaker>[0]) {
  const isCarrying = options.config.BESTOW_API_WORKER !== 'none';
  return isCarrying ? createConfiguredWebhookWaker(options) : undefined;
}

/** The sweeper would find them too, a minute later. Starting twice is harmless. */
async function submitAccepted(db: Database, dispatcher: Dispatcher, log: Logger): Promise<void> {
  try {
    for (const distribution of await listAccepted(db, SUBMITTED_AT_START)) {
      dispatcher.submit(distribution);
    }
  } catch (error) {
    log.warn({ err: error }, 'What was accepted before is left to the sweeper');
  }
}

const SUBMITTED_AT_START = 10_000;

function apiSettings(config: Config): ApiSettings {
  const { publicUrl, supportEmail, supportWhatsapp } = activitySettings(config);
  return {
    publicUrl,
    supportEmail,
    supportWhatsapp,
    temporalUiUrl: config.TEMPORAL_UI_URL,
    temporalNamespace: config.TEMPORAL_NAMESPACE,
    // We speak no TLS ourselves, so an https address means that one proxy stands before us.
    trustedProxies: config.BESTOW_TRUSTED_PROXIES ?? (publicUrl.startsWith('https:') ? 1 : 0),
    maxFileBytes: config.BESTOW_MAX_FILE_MEGABYTES * 1024 * 1024,
    maxRecipients: config.BESTOW_MAX_RECIPIENTS,
    maxPointsPerReward: config.BESTOW_MAX_POINTS_PER_REWARD,
    inviteExpirySeconds: config.BESTOW_INVITE_EXPIRY_SECONDS,
    money: {
      pointPrice: config.BESTOW_POINT_PRICE,
      currency: config.BESTOW_CURRENCY,
      rechargeExpirySeconds: config.BESTOW_RECHARGE_EXPIRY_SECONDS,
      issuer: config.BESTOW_ISSUER,
      paymentInstructions: config.BESTOW_PAYMENT_INSTRUCTIONS,
    },
    ticketAnswerSeconds: config.BESTOW_TICKET_ANSWER_SECONDS,
    parcelReportSeconds: config.BESTOW_PARCEL_REPORT_SECONDS,
    carrierSecret: config.BESTOW_CARRIER_SECRET,
    reverseTwoPersonPoints: config.BESTOW_REVERSE_TWO_PERSON_POINTS,
    privateWebhooks: config.BESTOW_WEBHOOKS_PRIVATE_ADDRESSES,
  };
}

function listen(app: ReturnType<typeof createApp>, config: Config): Promise<Server> {
  return new Promise((resolve, reject) => {
    const port = required(config, 'BESTOW_PORT');
    const server = app.listen(port, config.BESTOW_HOST, (error?: Error) => {
      if (error) reject(error);
      else resolve(server);
    });
    server.keepAliveTimeout = KEEP_ALIVE_MILLISECONDS;
  });
}

/** Longer than the minute after which load balancers drop what is idle: they close first, not we. */
const KEEP_ALIVE_MILLISECONDS = 65_000;

void main();
