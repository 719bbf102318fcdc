import { createApiKeyFinder } from '../../db/credentials';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { hash } from '@node-rs/argon2';
import pino from 'pino';
import { createActivities } from '../../activities';
import { createMailer } from '../../activities/mailer';
import { createCarrier } from '../../carrier/carrier';
import { createApp } from '../../api/app';
import { createSecretBox } from '../../db/secret-box';
import type { Services } from '../../api/context';
import { createDispatcher, type Dispatcher } from '../../api/dispatcher';
import type { PaymentProvider } from '../../api/payments/payment-provider';
import { createTestProvider } from '../../api/payments/test-provider';
import { createSessions } from '../../api/sessions';
import { createBounceAddresses } from '../../bounces/bounce-addresses';
import { createDomainLimiter } from '../../domain/domain-limiter';
import { closePdfThreads } from '../../documents/render-pdf';
import type { LongRoadCall } from '../../contracts/workflows';
import type { AdminRole } from '../../domain/permissions';
import { createAcceptor, createJudge } from '../../db/accept-distribution';
import { createApiKey } from '../../db/create-api-key';
import { account, openCompanyAccounts, openWallets, postTransfers } from '../../db/ledger';
import { createLinkTokens } from '../../db/link-tokens';
import { claimWaitingEndpoints } from '../../db/deliver-webhooks';
import { findVitals } from '../../db/vitals';
import { createDatabase, type Database, rowsOf } from '../../db/pool';
import { createSpreadsheetReader } from '../../spreadsheets/read-file';
import type { OrderCall } from '../../temporal/wake-order';
import { startWebhookWaker } from '../../temporal/webhook-waker';
import { type ApiClient, createApiClient } from './api-client';
import type { CleanUp } from './clean-up';
import { createTestDatabase } from './database';
import { type SmtpSink, startSmtpSink } from './smtp-sink';
import { startTestWorker, type TestWorker } from './temporal-worker';

/** A database of its own, with pools in both roles and in that of its owner. */
export async function openTestDatabases(
  cleanUp: CleanUp,
  given?: { databaseUrl: string },
): Promise<TestDatabases> {
  const { databaseUrl } = given ?? (await makeTestDatabase(cleanUp));
  const open = (role: 'bestow_api' | 'bestow_worker'): Database => {
    const db = createDatabase({ databaseUrl, role, connections: 10 });
    cleanUp(() => db.destroy());
    return db;
  };
  return { databaseUrl, companyDb: open('bestow_api'), platformDb: open('bestow_worker') };
}

async function makeTestDatabase(cleanUp: CleanUp): Promise<{ databaseUrl: string }> {
  const database = await createTestDatabase();
  cleanUp(() => database.drop());
  return database;
}

export interface TestDatabases {
  databaseUrl: string;
  /** In the role `bestow_api`. */
  companyDb: Database;
  /** In the role `bestow_worker`. */
  platformDb: Database;
}

/** A company with a balance, a key, an admin if asked for, and registered recipients. */
export async function makeCompany(db: Database, options: NewCompany = {}): Promise<TestCompany> {
  const { balance = 0, recipients = [], mobileRequired = false } = options;
  const name = options.name ?? `Company ${randomBytes(4).toString('hex')}`;
  const admin = options.admin && {
    ...options.admin,
    passwordHash: await hash(options.admin.password),
  };
  return db.transaction(async (tx) => {
    const [company] = await rowsOf<{ id: string }>(
      tx,
      'INSERT INTO companies (name, mobile_required) VALUES (?, ?) RETURNING id',
      [name, mobileRequired],
    );
    const { id } = company!;
    await openCompanyAccounts(tx, id);
    if (admin) {
      await tx.raw(
        `INSERT INTO admins (company_id, email, email_key, name, role, password_hash)
         VALUES (:id, :email, :email, 'Admin', :role, :hash)`,
        { id, email: admin.email, role: admin.role ?? 'owner', hash: admin.passwordHash },
      );
    }
    const people = await rowsOf<{ id: string; email: string }>(
      tx,
      `INSERT INTO recipients (company_id, email, email_key, name, registered_by, activated_at)
       SELECT ?, email, lower(email), 'Registered', 'import', now() FROM unnest(?::text[]) AS email
       RETURNING id, email`,
      [id, recipients],
    );
    await openWallets(
      tx,
      people.map((person) => ({ id: person.id, companyId: id })),
    );
    if (balance > 0) await postTransfers(tx, [rechargeOf(id, balance, `recharge/start/${id}`)]);
    const { key } = await createApiKey(tx, { companyId: id, name: 'Test' });
    const recipientIds = Object.fromEntries(people.map((person) => [person.email, person.id]));
    return { id, name, apiKey: key, recipientIds };
  });
}

export interface NewCompany {
  name?: string;
  balance?: number;
  mobileRequired?: boolean;
  /** Addresses, lower case, of people who are registered with it. */
  recipients?: readonly string[];
  admin?: { email: string; password: string; role?: AdminRole };
}

export interface TestCompany {
  id: string;
  name: string;
  apiKey: string;
  /** By address. */
  recipientIds: Record<string, string>;
}

export function rechargeOf(companyId: string, points: number, businessKey: string) {
  const kind = 'recharge' as const;
  return {
    businessKey,
    kind,
    points,
    from: account.funding,
    to: account.balanceOf(companyId),
    companyId,
  };
}

/** The points in a person's wallet. */
export async function walletOf(db: Database, emailKey: string): Promise<number | undefined> {
  const [row] = await rowsOf<{ balance: number }>(
    db,
    `SELECT a.balance FROM accounts a JOIN recipients p ON p.id = a.owner_id
     WHERE a.kind = 'recipient_wallet' AND p.email_key = ?`,
    [emailKey],
  );
  return row?.balance;
}

/** The real HTTP surface in this process, on a free port; the dispatcher is the caller's. */
export async function startTestApi(
  cleanUp: CleanUp,
  databases: TestDatabases,
  options: {
    dispatcher?: Dispatcher;
    smtpUrl?: string;
    maxRecipients?: number;
    publicUrl?: string;
    trustedProxies?: number;
    ticketAnswerSeconds?: number;
    parcelReportSeconds?: number;
    rechargeExpirySeconds?: number;
    paymentProviders?: readonly PaymentProvider[];
    privateWebhooks?: boolean;
  } = {},
): Promise<TestApi> {
  const { databaseUrl, companyDb, platformDb } = databases;
  const dispatcher = options.dispatcher ?? createRecordingDispatcher();
  const mailer = testMailer(options.smtpUrl ?? 'smtp://127.0.0.1:1');
  cleanUp(() => mailer.close());
  const spreadsheets = createSpreadsheetReader({ threads: 1 });
  cleanUp(() => spreadsheets.close());
  cleanUp(closePdfThreads);
  const secure = options.publicUrl?.startsWith('https:') ?? false;
  const sessions = createSessions({ databaseUrl, secret: SECRET, secure });
  cleanUp(() => sessions.stop());
  const logged: string[] = [];
  const noted: string[] = [];
  const services: Services = {
    companyDb,
    platformDb,
    acceptor: createAcceptor(companyDb),
    judge: createJudge(companyDb),
    findApiKey: createApiKeyFinder(platformDb),
    dispatcher,
    mailer,
    spreadsheets,
    linkTokens: createLinkTokens(SECRET),
    secretBox: createSecretBox(SECRET),
    paymentProviders: options.paymentProviders ?? [
      createTestProvider({ secret: SECRET, publicUrl: PUBLIC_URL }),
    ],
    log: pino(
      { level: 'info' },
      { write: (line) => void (line.startsWith('{"level":50') ? logged : noted).push(line) },
    ),
    settings: {
      ...ADDRESSES,
      temporalUiUrl: 'http://temporal.test.example',
      temporalNamespace: 'default',
      trustedProxies: options.trustedProxies ?? 0,
      ...(options.publicUrl !== undefined && { publicUrl: options.publicUrl }),
      maxFileBytes: 5 * 1024 * 1024,
      maxRecipients: options.maxRecipients ?? 500,
      maxPointsPerReward: 10_000_000,
      inviteExpirySeconds: 2_592_000,
      ticketAnswerSeconds: options.ticketAnswerSeconds ?? 86_400,
      parcelReportSeconds: options.parcelReportSeconds ?? 1_209_600,
      carrierSecret: CARRIER_SECRET,
      reverseTwoPersonPoints: 1_000,
      privateWebhooks: options.privateWebhooks ?? true,
      money: {
        ...{ pointPrice: '1.00', currency: 'INR', issuer: 'Bestow|Bengaluru' },
        rechargeExpirySeconds: options.rechargeExpirySeconds ?? 2_592_000,
        paymentInstructions: 'Pay by bank transfer.',
      },
    },
  };
  const health = {
    isDatabaseReady: async () => true,
    isTemporalReady: async () => true,
    waitingForTemporal: dispatcher.waiting,
    findVitals: () => findVitals(platformDb),
    mails: mailer.counts,
  };
  const server = createApp({ services, sessions, health }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    services,
    logged,
    noted,
    as: ({ apiKey }) => createApiClient({ url, apiKey }),
  };
}

export interface TestApi {
  url: string;
  services: Services;
  /** What was logged as an error: nothing, when nothing is our fault. */
  logged: readonly string[];
  /** What else was logged: a line for each refused call, and warnings. */
  noted: readonly string[];
  as: (company: { apiKey: string }) => ApiClient;
}

/** A dispatcher that only remembers, for tests in which Temporal is not the point. */
export function createRecordingDispatcher(): RecordingDispatcher {
  const submitted: { id: string; recipients: number }[] = [];
  const woken: { distributionId: string; rewardIds: string[] }[] = [];
  const called: LongRoadCall[] = [];
  const wokenTickets: string[] = [];
  const wokenOrders: OrderCall[] = [];
  const wokenRecharges: string[] = [];
  const wokenApprovals: string[] = [];
  return {
    submitted,
    woken,
    called,
    wokenTickets,
    wokenOrders,
    submit: (distribution) => void submitted.push(distribution),
    wake: (wake) => void woken.push(wake),
    call: (call) => void called.push(call),
    startResend: () => undefined,
    startAccessMail: () => undefined,
    cancelResend: () => undefined,
    wakeRecharge: (rechargeId) => void wokenRecharges.push(rechargeId),
    wokenRecharges,
    wakeApproval: (distributionId) => void wokenApprovals.push(distributionId),
    wokenApprovals,
    wakeTicket: (ticketId) => void wokenTickets.push(ticketId),
    wakeOrder: (order) => void wokenOrders.push(order),
    waiting: () => 0,
    stop: async () => undefined,
  };
}

export interface RecordingDispatcher extends Dispatcher {
  submitted: { id: string; recipients: number }[];
  woken: { distributionId: string; rewardIds: string[] }[];
  called: LongRoadCall[];
  wokenTickets: string[];
  wokenOrders: OrderCall[];
  wokenRecharges: string[];
  wokenApprovals: string[];
}

/** API, worker, database and mail server: the whole road in one process, on the shared Temporal. */
export async function startTestSystem(
  cleanUp: CleanUp,
  options: SystemOptions = {},
): Promise<TestSystem> {
  const sink = await startSmtpSink();
  cleanUp(() => sink.stop());
  const databases = await openTestDatabases(cleanUp, options.database);
  const mailer = testMailer(sink.smtpUrl, options.mailsPerDomainPerMinute);
  cleanUp(() => mailer.close());
  const retry = options.retry ?? { first: 200, max: 1_000, window: 600_000 };
  const startWorker = options.startWorker ?? ((activities) => startTestWorker({ activities }));
  const worker: TestWorker = await startWorker(
    lateActivities(() =>
      createActivities({
        db: databases.platformDb,
        mailer,
        carrier: createCarrier({
          url: options.carrierUrl ?? 'http://127.0.0.1:1',
          secret: CARRIER_SECRET,
        }),
        temporal: worker.client,
        secretBox: createSecretBox(SECRET),
        settings: {
          privateWebhooks: options.privateWebhooks ?? true,
          ...ADDRESSES,
          taskQueue: worker.taskQueue,
          inviteExpirySeconds: options.inviteExpirySeconds ?? 3_600,
          reminderSeconds: options.reminderSeconds ?? [259_200, 604_800, 1_209_600],
          ticketAnswerSeconds: options.ticketAnswerSeconds ?? 86_400,
          approvalReminderSeconds: options.approvalReminderSeconds ?? 86_400,
          parcelReportSeconds: options.parcelReportSeconds ?? 1_209_600,
          retry: {
            firstMilliseconds: retry.first,
            maxMilliseconds: retry.max,
            windowMilliseconds: retry.window,
          },
          linkTokens: createLinkTokens(SECRET),
        },
      }),
    ),
  );
  const { client, taskQueue, stop } = worker;
  cleanUp(stop);
  const dispatcher = createDispatcher({
    temporal: () => client,
    taskQueue,
    log: pino({ level: 'silent' }),
  });
  cleanUp(() => dispatcher.stop());
  const webhooks = startWebhookWaker({
    claimWaiting: (limit) => claimWaitingEndpoints(databases.platformDb, limit),
    temporal: () => client,
    taskQueue,
    log: pino({ level: 'silent' }),
  });
  cleanUp(() => webhooks.stop());
  const { maxRecipients, ticketAnswerSeconds, parcelReportSeconds } = options;
  const { rechargeExpirySeconds, paymentProviders } = options;
  const api = await startTestApi(cleanUp, databases, {
    dispatcher,
    smtpUrl: sink.smtpUrl,
    ...(options.privateWebhooks !== undefined && { privateWebhooks: options.privateWebhooks }),
    ...(maxRecipients !== undefined && { maxRecipients }),
    ...(ticketAnswerSeconds !== undefined && { ticketAnswerSeconds }),
    ...(parcelReportSeconds !== undefined && { parcelReportSeconds }),
    ...(rechargeExpirySeconds !== undefined && { rechargeExpirySeconds }),
    ...(paymentProviders !== undefined && { paymentProviders }),
  });
  return { ...api, ...databases, sink, worker, dispatcher };
}

export interface SystemOptions {
  inviteExpirySeconds?: number;
  reminderSeconds?: readonly number[];
  retry?: RetryMilliseconds;
  mailsPerDomainPerMinute?: number;
  maxRecipients?: number;
  ticketAnswerSeconds?: number;
  approvalReminderSeconds?: number;
  parcelReportSeconds?: number;
  /** Where parcels go; without it, to a carrier that does not answer. */
  carrierUrl?: string;
  rechargeExpirySeconds?: number;
  paymentProviders?: readonly PaymentProvider[];
  /** False as in production: no webhooks to this machine. */
  privateWebhooks?: boolean;
  /** Of the caller, who drops it. */
  database?: { databaseUrl: string };
  /** A worker elsewhere than on the shared server. */
  startWorker?: (activities: object) => Promise<TestWorker>;
}

interface RetryMilliseconds {
  first: number;
  max: number;
  window: number;
}

export interface TestSystem extends TestApi, TestDatabases {
  sink: SmtpSink;
  worker: TestWorker;
  dispatcher: Dispatcher;
}

/** The path of the button in a mail: `/register/<token>` or `/activate/<token>`. */
export function linkIn(text: string): string {
  const found = /https?:\/\/[^\s/]+(\/(?:register|activate)\/[\w-]+)/.exec(text)?.[1];
  if (found === undefined) throw new Error(`No link in this mail:\n${text}`);
  return found;
}

/** Presses the button of a page that a mail's link leads to. */
export async function pressButton(
  url: string,
  path: string,
  fields: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  const response = await fetch(new URL(path, url), {
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  return { status: response.status, body: await response.text() };
}

export const PUBLIC_URL = 'http://bestow.test.example';

export const CARRIER_SECRET = 'a secret of the carrier in tests, long enough';

const SECRET = 'a secret of tests, which is 32 characters or more';

const ADDRESSES = {
  publicUrl: PUBLIC_URL,
  supportEmail: 'support@bestow.example',
  supportWhatsapp: '+1 555 010 0199',
};

/** The addresses that mails of tests come back to. */
export const bounceAddresses = createBounceAddresses({
  secret: SECRET,
  domain: 'bounces.bestow.example',
});

function testMailer(smtpUrl: string, mailsPerDomainPerMinute?: number) {
  return createMailer({
    ...{ smtpUrl, connections: 10, from: 'rewards@bestow.example' },
    bounceAddressOf: bounceAddresses.addressOf,
    ...(mailsPerDomainPerMinute !== undefined && {
      limiter: createDomainLimiter(mailsPerDomainPerMinute, () => performance.now()),
    }),
  });
}

/** The activities need the worker's client and queue, and the worker its activities: by name, then. */
function lateActivities(create: () => object): Record<string, (...args: unknown[]) => unknown> {
  let created: Record<string, (...args: unknown[]) => unknown> | undefined;
  const get = () => (created ??= create() as NonNullable<typeof created>);
  return Object.fromEntries(
    ACTIVITY_NAMES.map((name) => [name, (...args: unknown[]) => get()[name]!(...args)]),
  );
}

const ACTIVITY_NAMES = Object.keys(createActivities({} as Parameters<typeof createActivities>[0]));
