import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import connectPgSimple from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session, { type SessionData } from 'express-session';
import pg from 'pg';
import type { SessionAccess } from './context';

/** Sessions of admins and recipients: a signed, opaque cookie; the rest is in PostgreSQL. */
export function createSessions(options: {
  databaseUrl: string;
  secret: string;
  secure: boolean;
}): Sessions {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    options: '-c role=bestow_worker',
    max: 4,
    idleTimeoutMillis: 10_000,
  });
  // A database that restarts drops idle connections; the next request makes a new one.
  pool.on('error', () => undefined);
  const Store = connectPgSimple(session);
  const read = session({
    // By this prefix no other host of the domain can have set it (RFC 6265bis, 4.1.3.2).
    name: options.secure ? '__Host-bestow.session' : 'bestow.session',
    store: new Store({ pool, tableName: 'sessions', pruneSessionInterval: PRUNE_SECONDS }),
    secret: options.secret,
    resave: false,
    saveUninitialized: false,
    rolling: false,
    // Lax keeps the cookie out of other sites' posts, and lets links from mails find it.
    cookie: {
      httpOnly: true,
      sameSite: 'lax',
      secure: options.secure,
      maxAge: SESSION_MILLISECONDS,
    },
  });
  const handler: RequestHandler = (request, response, next) => {
    void read(request, response, (error?: unknown) => {
      if (error !== undefined || !isOver(request.session)) next(error);
      else request.session.regenerate(next);
    });
  };
  return { handler, stop: () => pool.end() };
}

export interface Sessions {
  handler: RequestHandler;
  stop: () => Promise<void>;
}

/** However often it is used meanwhile, and whatever the browser remembers: a stolen cookie ends, too. */
function isOver({ adminId, agentId, recipientId, signedInAt }: Partial<SessionData>): boolean {
  if (adminId === undefined && agentId === undefined && recipientId === undefined) return false;
  return Date.parse(signedInAt ?? '1970') < Date.now() - SESSION_MILLISECONDS;
}

/** A working day. */
const SESSION_MILLISECONDS = 12 * 3_600_000;
const PRUNE_SECONDS = 3_600;

/** What procedures may do with the session of a request. */
export function sessionAccess(request: Request): SessionAccess {
  const { adminId, agentId, sessionId, pending } = request.session;
  const isFresh = pending !== undefined && pending.untilMilliseconds > Date.now();
  return {
    adminId,
    agentId,
    recipientId: request.session.recipientId,
    id: sessionId,
    pending: isFresh ? pending : undefined,
    signIn: ({ kind, id }) =>
      signInto(request, {
        ...(kind === 'admin' ? { adminId: id } : { agentId: id }),
        sessionId: randomUUID(),
        signedInAt: new Date().toISOString(),
        device: (request.headers['user-agent'] ?? '').slice(0, MAX_DEVICE_CHARACTERS),
      }),
    askForCode: ({ kind, id }, mark) => {
      const untilMilliseconds = Date.now() + CODE_MILLISECONDS;
      return signInto(request, { pending: { kind, id, mark, untilMilliseconds } });
    },
    signOut: () => promisify(request.session.destroy.bind(request.session))(),
  };
}

const MAX_DEVICE_CHARACTERS = 300;
/** Enough to find the phone and to mistype twice. */
const CODE_MILLISECONDS = 5 * 60_000;

/**
 * Begins a session for somebody. It has a new id, so that one planted before is worth nothing (session
 * fixation), and is stored before the answer goes out, so that the next call finds it.
 */
export async function signInto(request: Request, who: Partial<SessionData>): Promise<void> {
  await promisify(request.session.regenerate.bind(request.session))();
  Object.assign(request.session, who);
  await promisify(request.session.save.bind(request.session))();
}
