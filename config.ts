import path from 'node:path';
import { z } from 'zod';
import { isCurrency, POINT_PRICE } from './domain/money';

/**
 * Every setting of every process, read from the environment once. This file is the only reader of
 * `process.env`; the README's table of settings lists the same names.
 *
 * @throws Error naming each variable that is wrong and what it should look like.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const present = Object.entries(environment).filter(([, value]) => value !== '');
  const parsed = settings.safeParse(Object.fromEntries(present));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path.join('.')}: ${issue.message}`,
    );
    throw new Error(`These settings are wrong:\n  ${problems.join('\n  ')}`);
  }
  return parsed.data;
}

export type Config = z.infer<typeof settings>;

const SECONDS_PER_DAY = 86_400;
const seconds = (fallback: number) => z.coerce.number().int().positive().default(fallback);
/** In order, separated by commas; `none` for an empty list. */
const secondsList = (fallback: number[]) =>
  z
    .string()
    .regex(/^(none|\d{1,9}(,\d{1,9})*)$/, 'expected seconds separated by commas, or none')
    .transform((text) => (text === 'none' ? [] : text.split(',').map(Number)))
    .refine(
      (list) => list.every((each, index) => each > (list[index - 1] ?? 0)),
      'expected each to be later than the one before',
    )
    .default(fallback);
const port = z.coerce.number().int().min(1).max(65_535);

const settings = z.object({
  // Where things are. An address that is not set means: the embedded part of `npm start`.
  DATABASE_URL: z.string().startsWith('postgres').optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^:\s]+:\d+$/, 'expected host:port')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_TLS: z.stringbool().default(false),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_UI_URL: z.url().optional(),
  TEMPORAL_CLI_PATH: z.string().optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'expected smtp://host:port or smtps://user:password@host:port')
    .optional(),
  BESTOW_CARRIER_URL: z
    .string()
    .regex(/^https?:\/\//, 'expected https://host/path')
    .optional(),
  BESTOW_CARRIER_SECRET: z.string().min(32, 'at least 32 characters').optional(),
  BESTOW_CARRIER_STEP_SECONDS: z.coerce.number().positive().default(5),
  BESTOW_DATA_DIR: z
    .string()
    .default('.bestow')
    .transform((dir) => path.resolve(dir)),
  BESTOW_HOST: z.string().default('127.0.0.1'),
  // No default here: a port asked for by name and busy is an error, the default gives way.
  BESTOW_PORT: port.optional(),
  BESTOW_PUBLIC_URL: z.url().optional(),
  BESTOW_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).optional(),

  // Secrets and identity.
  BESTOW_SECRET: z.string().min(32, 'at least 32 characters').optional(),
  BESTOW_MAIL_FROM: z.email().default('rewards@bestow.example'),
  /** Where mails come back to. Without it none does, but to `npm start`'s own, with its own inbox. */
  BESTOW_BOUNCE_DOMAIN: z
    .string()
    .regex(/^[a-z\d-]+(\.[a-z\d-]+)+$/i, 'expected a domain, like bounces.example.com')
    .optional(),
  BESTOW_BOUNCE_HOST: z.string().default('127.0.0.1'),
  BESTOW_BOUNCE_PORT: port.optional(),
  BESTOW_SUPPORT_EMAIL: z.email().default('support@bestow.example'),
  BESTOW_SUPPORT_WHATSAPP: z.string().default('+1 555 010 0199'),

  // Rules that a deployment may set.
  BESTOW_MAX_RECIPIENTS: z.coerce.number().int().min(1).max(50_000).default(500),
  BESTOW_MAX_FILE_MEGABYTES: z.coerce.number().int().min(1).max(100).default(5),
  BESTOW_MAX_POINTS_PER_REWARD: z.coerce.number().int().min(1).default(10_000_000),
  BESTOW_INVITE_EXPIRY_SECONDS: seconds(30 * SECONDS_PER_DAY),
  BESTOW_REMINDER_SECONDS: secondsList([3, 7, 14].map((days) => days * SECONDS_PER_DAY)),
  BESTOW_MAIL_RETRY_FIRST_SECONDS: seconds(10),
  BESTOW_MAIL_RETRY_MAX_SECONDS: seconds(3_600),
  BESTOW_MAIL_RETRY_WINDOW_SECONDS: seconds(SECONDS_PER_DAY),
  BESTOW_TICKET_ANSWER_SECONDS: seconds(SECONDS_PER_DAY),
  BESTOW_APPROVAL_REMINDER_SECONDS: seconds(SECONDS_PER_DAY),
  BESTOW_REVERSE_TWO_PERSON_POINTS: z.coerce.number().int().min(0).default(10_000),
  BESTOW_PARCEL_REPORT_SECONDS: seconds(14 * SECONDS_PER_DAY),
  BESTOW_SWEEP_SECONDS: seconds(60),
  /** Webhooks to addresses that are not public, and by http: for development, or a network of one's own. */
  BESTOW_WEBHOOKS_PRIVATE_ADDRESSES: z.stringbool().default(false),

  // Money: what a point costs, and who issues the invoices.
  BESTOW_POINT_PRICE: z
    .string()
    .regex(POINT_PRICE, 'expected a decimal number above 0, as 0.25')
    .default('1.00'),
  BESTOW_CURRENCY: z
    .string()
    .refine(isCurrency, 'expected a currency of ISO 4217, as INR')
    .default('INR'),
  BESTOW_RECHARGE_EXPIRY_SECONDS: seconds(30 * SECONDS_PER_DAY),
  BESTOW_ISSUER: z.string().min(1).max(1_000).default('Bestow'),
  BESTOW_PAYMENT_INSTRUCTIONS: z
    .string()
    .max(1_000)
    .default('Pay by bank transfer and give the number of this invoice as reference.'),
  BESTOW_STRIPE_SECRET_KEY: z.string().optional(),
  BESTOW_STRIPE_WEBHOOK_SECRET: z.string().optional(),
  /** A payment provider that takes no money, for demos. Never beside a real one. */
  BESTOW_TEST_PAYMENTS: z.stringbool().default(false),

  // Capacity.
  BESTOW_TASK_QUEUE: z.string().default('bestow'),
  /** `embedded`: the API process carries a worker too. `none`: worker.ts processes do the work. */
  BESTOW_API_WORKER: z.enum(['embedded', 'none']).default('embedded'),
  /** How many further worker processes `npm start` runs beside the API's own. */
  BESTOW_WORKERS: z.coerce.number().int().min(0).max(16).default(0),
  BESTOW_MAILS_PER_DOMAIN_PER_MINUTE: z.coerce.number().int().min(1).default(120_000),
  BESTOW_SMTP_CONNECTIONS: z.coerce.number().int().min(1).max(200).default(20),
  BESTOW_DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(20),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** The port that `npm start` takes when none is asked for and this one is free. */
export const DEFAULT_PORT = 3000;
