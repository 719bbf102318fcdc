import type { Request } from 'express';
import type { Logger } from 'pino';
import type { Acceptor, Judge } from '../db/accept-distribution';
import type { CompanyRecord } from '../db/credentials';
import { type ApiKeyFinder, findAdminById, findAgent } from '../db/credentials';
import type { Database } from '../db/pool';
import type { LinkTokens } from '../db/link-tokens';
import { findPlatformKey, type PlatformRole } from '../db/platform-keys';
import type { Mailer } from '../activities/mailer';
import type { SpreadsheetReader } from '../spreadsheets/read-file';
import type { PointPrice } from '../domain/money';
import type { ParcelSettings } from '../db/report-parcel';
import type { Dispatcher } from './dispatcher';
import type { PaymentProvider } from './payments/payment-provider';

/** What every procedure gets: the services of the process, and who is calling. */
export interface Context {
  services: Services;
  caller: Caller | undefined;
  /** Platform staff, who act for no company; who is one is not the other. */
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
  /** Those that are set up; a company pays by the first. */
  paymentProviders: readonly PaymentProvider[];
  log: Logger;
  settings: ApiSettings;
}

export interface ApiSettings extends ParcelSettings {
  publicUrl: string;
  temporalUiUrl: string | undefined;
  temporalNamespace: string;
  supportEmail: string;
  supportWhatsapp: string;
  maxRecipients: number;
  maxFileBytes: number;
  maxPointsPerReward: number;
  inviteExpirySeconds: number;
  /** Signs what the carrier tells us; undefined: there is no carrier, and its callbacks are refused. */
  carrierSecret: string | undefined;
  reverseTwoPersonPoints: number;
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
  role: 'owner' | 'admin' | 'approver' | 'finance' | 'viewer' | 'integrator';
}

/** Who does something, as tables remember it: `admin/<id>` or `api_key/<id>`. */
export function actorOf({ kind, id }: Caller): string {
  return `${kind}/${id}`;
}

/** Who may send and change, not only look. */
export function maySend({ role }: Caller): boolean {
  return role !== 'viewer' && role !== 'finance';
}

/** Who may ask for a recharge, cancel it and pay it: it commits the company to nothing but an invoice. */
export function mayRecharge({ role }: Caller): boolean {
  return role === 'owner' || role === 'admin' || role === 'finance' || role === 'integrator';
}

export interface Staff {
  id: string;
  role: PlatformRole;
}

/** A person of the platform's support. */
export interface Agent {
  id: string;
  name: string;
  role: 'agent' | 'lead';
}

export async function identifyAgent(
  services: Services,
  session: SessionAccess | undefined,
): Promise<Agent | undefined> {
  if (session?.agentId === undefined) return undefined;
  const found = await findAgent(services.platformDb, { id: session.agentId });
  return found && { id: found.id, name: found.name, role: found.role };
}

export interface SessionAccess {
  adminId: string | undefined;
  agentId: string | undefined;
  recipientId: string | undefined;
  signInAgent: (agentId: string) => Promise<void>;
  signIn: (adminId: string) => Promise<void>;
  signOut: () => Promise<void>;
}

/** Reads whether platform staff is calling, by a key of their own kind. */
export async function identifyStaff(
  services: Services,
  request: Request,
): Promise<Staff | undefined> {
  const key = bearerOf(request);
  return key === undefined ? undefined : findPlatformKey(services.platformDb, key);
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
    return found && { kind: 'api_key', id: found.id, company: found.company, role: 'integrator' };
  }
  if (session?.adminId === undefined) return undefined;
  const admin = await findAdminById(services.platformDb, session.adminId);
  return admin && { kind: 'admin', id: admin.id, company: admin.company, role: admin.role };
}
