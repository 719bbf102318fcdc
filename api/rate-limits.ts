import { createHash } from 'node:crypto';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../db/pool';
import type { Context } from './context';
import { refuse } from './errors';

/** Ten wrong passwords in a quarter of an hour, by address and client; enough for people. */
export function signInLimit(db: Database, key: string): Limit {
  return limitOf(db, { keyPrefix: 'sign-in', points: 10, duration: 900 }, key);
}

/** Wrong passwords of one client for whichever address: nobody tries one password on everybody. */
export function signInClientLimit(db: Database, clientAddress: string): Limit {
  return limitOf(db, { keyPrefix: 'sign-in-client', points: 100, duration: 900 }, clientAddress);
}

/** Wrong passwords for one address by whichever clients (OWASP ASVS 4.0.3, 2.2.1). */
export function signInAddressLimit(db: Database, emailKey: string): Limit {
  return limitOf(db, { keyPrefix: 'sign-in-address', points: 100, duration: 3_600 }, emailKey);
}

/**
 * Wrong codes of one person, whoever gives them: of a million codes three work at a time, so that ten
 * tries in a quarter of an hour find one in years (RFC 4226 section 7.3).
 */
export function codeLimit(db: Database, person: string): Limit {
  return limitOf(db, { keyPrefix: 'code', points: 10, duration: 900 }, person);
}

/** Mails to set a new password, to one address: a mailbox cannot be flooded through us. */
export function resetMailLimit(db: Database, emailKey: string): Limit {
  return limitOf(db, { keyPrefix: 'reset-mail', points: 5, duration: 900 }, emailKey);
}

/** The same by client: nobody asks for a list of addresses. */
export function resetClientLimit(db: Database, clientAddress: string): Limit {
  return limitOf(db, { keyPrefix: 'reset-client', points: 60, duration: 3_600 }, clientAddress);
}

/** Links that are used, by client: each hashes a password, which takes our time. */
export function linkUseLimit(db: Database, clientAddress: string): Limit {
  return limitOf(db, { keyPrefix: 'link-use', points: 60, duration: 3_600 }, clientAddress);
}

/** Invitations of a company by mail: a whole team in an hour, no mailing. */
export function invitationLimit(db: Database, companyId: string): Limit {
  return limitOf(db, { keyPrefix: 'invitation', points: 50, duration: 3_600 }, companyId);
}

/** Sign-in mails to one address: a mailbox cannot be flooded through us. */
export function walletMailLimit(db: Database, key: string): Limit {
  return limitOf(db, { keyPrefix: 'wallet-mail', points: 5, duration: 900 }, key);
}

/** The same by client: nobody asks for a list of addresses. */
export function walletClientLimit(db: Database, clientAddress: string): Limit {
  return limitOf(db, { keyPrefix: 'wallet-client', points: 60, duration: 3_600 }, clientAddress);
}

/** Test mails of a company: enough to get a campaign right, too few to bother anybody. */
export function testMailLimit(db: Database, companyId: string): Limit {
  return limitOf(db, { keyPrefix: 'test-mail', points: 20, duration: 3_600 }, companyId);
}

/** What a company may write to support: enough for people, not for a program that runs wild. */
export function ticketLimit(db: Database, companyId: string): Limit {
  return limitOf(db, { keyPrefix: 'ticket', points: 120, duration: 3_600 }, companyId);
}

/** Tickets from the help page, which is open to everybody: by client, and by the address given. */
export function helpFormLimit(db: Database, key: string): Limit {
  return limitOf(db, { keyPrefix: 'help', points: 5, duration: 3_600 }, key);
}

/** What somebody writes in one ticket by the link in its mail. */
export function ticketReplyLimit(db: Database, ticketId: string): Limit {
  return limitOf(db, { keyPrefix: 'ticket-reply', points: 20, duration: 3_600 }, ticketId);
}

/** Callbacks that were refused and leave a trace, by client: a carrier with a wrong clock is seen. */
export function refusedCallbackLimit(db: Database, key: string): Limit {
  return limitOf(db, { keyPrefix: 'carrier-refused', points: 60, duration: 60 }, key);
}

/** Events that no provider has signed: enough to find a wrong secret by, too few to fill a table. */
export function strangerWebhookLimit(db: Database, provider: string): Limit {
  return limitOf(db, { keyPrefix: 'stranger-webhook', points: 200, duration: 3_600 }, provider);
}

export interface Limit {
  /** @throws a refusal `rate_limited` when nothing is left; `reply` then says how long to wait. */
  take: (reply: Context['reply']) => Promise<void>;
  /** What was taken was no offence. */
  giveBack: () => Promise<void>;
  forget: () => Promise<void>;
}

function limitOf(
  db: Database,
  rule: { keyPrefix: string; points: number; duration: number },
  key: string,
): Limit {
  // Kept in PostgreSQL: several API processes count together, and a restart forgets nothing.
  const limiter = new RateLimiterPostgres({
    storeClient: db,
    storeType: 'knex',
    tableName: 'rate_limits',
    tableCreated: true,
    clearExpiredByTimeout: false,
    ...rule,
  });
  // Keys are addresses of people and clients, also of strangers: the table need not know them.
  const hashed = createHash('sha256').update(key).digest('base64url');
  return {
    take: async (reply) => {
      try {
        await limiter.consume(hashed);
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        reply.headers['retry-after'] = String(Math.ceil(error.msBeforeNext / 1_000));
        refuse('rate_limited');
      }
    },
    giveBack: async () => {
      await limiter.reward(hashed, 1);
    },
    forget: async () => {
      await limiter.delete(hashed);
    },
  };
}
