import { type OpenedTicket, openTicket, readNow } from './open-tickets';
import { type Database, rowsOf, type Transaction } from './pool';

/**
 * Opens a ticket for somebody who writes on the help page: signed in, or a stranger who gives an
 * address. Support sees the latest rewards of the address, and whether the person was signed in.
 */
export async function openRecipientTicket(
  db: Database,
  request: {
    recipientId: string | undefined;
    email: { address: string; key: string };
    cause: 'did_not_arrive' | 'other';
    subject: string;
    text: string;
    answerSeconds: number;
  },
): Promise<OpenedTicket> {
  return db.transaction(async (tx) => {
    const known = await findPerson(tx, request.recipientId, request.email.key);
    const { cause, subject, text, answerSeconds } = request;
    const emailKey = known?.emailKey ?? request.email.key;
    const rewards = await rowsOf<{ id: string; companyId: string }>(
      tx,
      `SELECT id, company_id AS "companyId" FROM rewards WHERE email_key = ?
         AND (company_id = ?::uuid OR ?::uuid IS NULL) AND NOT refused_at_accept
       ORDER BY created_at DESC LIMIT ?`,
      [emailKey, known?.companyId ?? null, known?.companyId ?? null, ATTACHED_REWARDS],
    );
    const companyId = known?.companyId ?? rewards[0]?.companyId ?? null;
    const own = rewards.filter((reward) => reward.companyId === companyId);
    return openTicket(tx, {
      ...{ companyId, cause, subject, text, answerSeconds },
      now: await readNow(tx),
      openedBy: 'recipient',
      author: { kind: 'recipient', id: known?.id ?? null },
      contact: {
        name: known?.name ?? null,
        email: known?.email ?? request.email.address,
        verified: request.recipientId !== undefined && known !== undefined,
      },
      rewardIds: own.map(({ id }) => id),
    });
  });
}

/** What a person writes about is among the latest. */
const ATTACHED_REWARDS = 10;

async function findPerson(
  tx: Transaction,
  recipientId: string | undefined,
  emailKey: string,
): Promise<Person | undefined> {
  const [person] = await rowsOf<Person>(
    tx,
    `SELECT id, name, email, email_key AS "emailKey", company_id AS "companyId" FROM recipients
     WHERE CASE WHEN ?::uuid IS NULL THEN email_key = ? ELSE id = ? END`,
    [recipientId ?? null, emailKey, recipientId ?? null],
  );
  return person;
}

interface Person {
  id: string;
  name: string;
  email: string;
  emailKey: string;
  companyId: string;
}

/** The address of somebody who is signed in. */
export async function findRecipientAddress(
  db: Database,
  recipientId: string,
): Promise<{ address: string; key: string } | undefined> {
  const [row] = await rowsOf<{ address: string; key: string }>(
    db,
    'SELECT email AS address, email_key AS key FROM recipients WHERE id = ?',
    [recipientId],
  );
  return row;
}
