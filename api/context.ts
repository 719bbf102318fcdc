import type { Request } from 'express';
import type { Logger } from 'pino';
import type { Acceptor, Judge } from '../db/accept-distribution';
import type { CompanyRecord } from '../db/credentials';
import { type ApiKeyFinder, findAdminById, findAgent } from '../db/credentials';
import type { Person } from '../db/persons';
import type { Database } from '../db/pool';
import type { LinkTokens } from '../db/link-tokens';
import { findPlatformKey } from '../db/platform-keys';
import type { CompanyRole } from '../domain/permissions';
import type { Mailer } from '../activities/mailer';
import type { SpreadsheetReader } from '../spreadsheets/read-file';
import type { SecretBox } from '../db/secret-box';
import type { PointPrice } from '../domain/money';
import type { ParcelSettings } from '../db/report-parcel';
import type { Dispatcher } from './dispatcher';
import type { PaymentProvider } from './payments/payment-provider';

/** What every procedure gets: the services of the process, and who is calling. */
export interface Context {
  services: Services;
  caller: Caller | undefined;
  /** The platform's finance, which acts for no company: a key, or a person who is signed in. */
  staff?: Staff | undefined;
  /** The person of support who is signed in; such a session has no `caller`. */
  agent: Agent | undefined;
  requestId: string;
  idempotencyKey: string | undefined;
  /** What a procedure says about its answer besides the body. */
  reply: { status?: number; headers: Record<string, string> };
  session: SessionAccess | undefined;
  clientAddress: string;
}

export interface Services {
  /** Sees one company at a time (row-level security). */
  companyDb: Database;
  /** Sees every company: for who is calling, and for people's own pages. */
  platformDb: Database;
  acceptor: Acceptor;
  judge: Judge;
  findApiKey: ApiKeyFinder;
  dispatcher: Dispatcher;
  mailer: Mailer;
  spreadsheets: SpreadsheetReader;
  linkTokens: LinkTokens;
  secretBox: SecretBox;
  /** Those that are set up; a company pays by the first. */
  paymentProviders: readonly PaymentProvider[];
  log: Logger;
  settings: ApiSettings;
}

export interface ApiSettings extends ParcelSettings {
  publicUrl: string;
  temporalUiUrl: string | undefined;
  temporalNamespace: string;
  /** How many proxies stand before us, whose word on the client's address and scheme is taken. */
  trustedProxies: number;
  supportEmail: string;
  supportWhatsapp: string;
  maxRecipients: number;
  maxFileBytes: number;
  maxPointsPerReward: number;
  inviteExpirySeconds: number;
  /** Signs what the carrier tells us; undefined: there is no carrier, and its callbacks are refused. */
  carrierSecret: string | undefined;
  reverseTwoPersonPoints: number;
  /** Whether webhooks may go to addresses that are not public, and by http. */
  privateWebhooks: boolean;
  money: MoneySettings;
}

/** What a point costs, who issues invoices, and how long they are open. */
export interface MoneySettings extends PointPrice {
  rechargeExpirySeconds: number;
  issuer: string;
  paymentInstructions: string;
}

/** Who is calling, and for which company. */
export interface Caller {
  kind: 'api_key' | 'admin';
  id: string;
  company: CompanyRecord;
  name: string;
  role: CompanyRole;
}

/** Who does something, as tables remember it: `admin/<id>` or `api_key/<id>`. */
export function actorOf({ kind, id }: Caller): string {
  return `${kind}/${id}`;
}

/** Who confirms what companies pay: a system of the platform by its key, or a person. */
export interface Staff {
  kind: 'platform_key' | 'agent';
  id: string;
  role: 'finance';
  /** As tables remember it: `platform_key/<id>` or `agent/<id>`. */
  actor: string;
}

/** A person of the platform's support. */
export interface Agent {
  id: string;
  name: string;
  role: 'agent' | 'lead';
}

/** Reads who of the platform is calling: by a key of their own kind, or by a session. */
export async function identifyPlatform(
  services: Services,
  request: Request,
  session: SessionAccess | undefined,
): Promise<{ staff: Staff | undefined; agent: Agent | undefined }> {
  const key = bearerOf(request);
  if (key !== undefined) {
    const found = await findPlatformKey(services.platformDb, key);
    return { staff: found && staffOf('platform_key', found.id), agent: undefined };
  }
  if (session?.agentId === undefined) return { staff: undefined, agent: undefined };
  const person = await findAgent(services.platformDb, { id: session.agentId });
  if (person === undefined) return { staff: undefined, agent: undefined };
  const { id, name, role } = person;
  if (role === 'finance') return { staff: staffOf('agent', id), agent: undefined };
  return { staff: undefined, agent: { id, name, role } };
}

function staffOf(kind: Staff['kind'], id: string): Staff {
  return { kind, id, role: 'finance', actor: `${kind}/${id}` };
}

export interface SessionAccess {
  adminId: string | undefined;
  agentId: string | undefined;
  recipientId: string | undefined;
  /** Names the session in a list of them; not the cookie's secret. */
  id: string | undefined;
  /** Who has given the password and owes the code of the second factor. */
  pending: (Person & { mark: string }) | undefined;
  signIn: (person: Person) => Promise<void>;
  askForCode: (person: Person, mark: string) => Promise<void>;
  signOut: () => Promise<void>;
}

/** RFC 6750 section 2.1; the scheme's name is case-insensitive (RFC 9110 section 11.1). */
function bearerOf(request: Request): string | undefined {
  return /^bearer +([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** Reads who is calling: an API key, else the session's admin, else nobody. */
export async function identifyCaller(
  services: Services,
  request: Request,
  session: SessionAccess | undefined,
): Promise<Caller | undefined> {
  if (request.headers.authorization !== undefined) {
    const key = bearerOf(request);
    const found = key === undefined ? undefined : await services.findApiKey(key);
    if (found === undefined) return undefined;
    const { id, name, company, scope } = found;
    return { kind: 'api_key', id, name, company, role: keyRoleOf[scope] };
  }
  if (session?.adminId === undefined) return undefined;
  const admin = await findAdminById(services.platformDb, session.adminId);
  if (admin === undefined) return undefined;
  const { id, name, company, role } = admin;
  return { kind: 'admin', id, name, company, role };
}

const keyRoleOf = { full: 'integrator', read_only: 'read_only' } as const;
