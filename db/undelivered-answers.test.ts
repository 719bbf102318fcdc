import { useCleanUp } from '../test/support/clean-up';
import { makeCompany, openTestDatabases, type TestCompany } from '../test/support/company';
import { makeBuyer, makeGoods, placeOne } from '../test/support/orders';
import { addEntry } from './change-ticket';
import { lockOrder } from './lock-order';
import { openTicket, readNow } from './open-tickets';
import { openParcelTicket } from './parcel-tickets';
import { type Database, rowsOf } from './pool';
import { addMails } from './tend-ticket';
import { noteUndeliveredAnswer } from './undelivered-answers';

const cleanUp = useCleanUp();
const ANSWER_SECONDS = 86_400;
let db: Database;
let acme: TestCompany;

beforeAll(async () => {
  ({ platformDb: db } = await openTestDatabases(cleanUp));
  acme = await makeCompany(db);
});

describe('R14: an answer that reached nobody', () => {
  test.each(['open', 'waiting_for_customer', 'resolved'])(
    'of a ticket that is %s is a new promise of one',
    async (state) => {
      const id = await open();
      await answer(id, ['a@answer.example']);
      await rowsOf(
        db,
        `UPDATE tickets SET state = ?, first_answered_at = now(), tended_version = version WHERE id = ?`,
        [state, id],
      );
      await giveUp(id);
      expect(await see(id)).toEqual({
        ...{ state: 'open', isDue: true, isLagging: true, events: ['answer_not_delivered'] },
      });
    },
  );

  test('is one once every address has failed', async () => {
    const id = await open();
    await answer(id, ['a@answer.example', 'b@answer.example', 'c@answer.example']);
    await rowsOf(db, 'UPDATE tickets SET first_answered_at = now() WHERE id = ?', [id]);
    const mails = await rowsOf<{ id: string }>(
      db,
      'SELECT id FROM ticket_mails WHERE ticket_id = ? ORDER BY id',
      [id],
    );
    await giveUp(id, mails[0]!.id);
    await giveUp(id, mails[1]!.id);
    expect(await see(id)).toMatchObject({ isDue: null, events: [] });
    await giveUp(id, mails[2]!.id);
    expect(await see(id)).toMatchObject({ isDue: true, events: ['answer_not_delivered'] });
  });

  test('but one owner is not, when another has it', async () => {
    const id = await open();
    await answer(id, ['a@answer.example', 'b@answer.example']);
    await rowsOf(db, 'UPDATE tickets SET first_answered_at = now() WHERE id = ?', [id]);
    const [sent, refused] = await rowsOf<{ id: string }>(
      db,
      'SELECT id FROM ticket_mails WHERE ticket_id = ? ORDER BY id',
      [id],
    );
    await rowsOf(db, 'UPDATE ticket_mails SET sent_at = now() WHERE id = ?', [sent!.id]);
    await giveUp(id, refused!.id);
    expect(await see(id)).toMatchObject({ isDue: null, events: [] });
  });

  test('of a ticket that another has followed is told in that one', async () => {
    const buyer = await makeBuyer(db, 100);
    const orderId = await placeOne(db, buyer, await makeGoods(db));
    const former = await openForParcel(orderId);
    await answer(former, [buyer.email]);
    await rowsOf(db, `UPDATE tickets SET state = 'resolved' WHERE id = ?`, [former]);
    const current = await openForParcel(orderId);
    await giveUp(former);
    expect(await see(former)).toMatchObject({ state: 'resolved', events: [] });
    expect(await see(current)).toMatchObject({ state: 'open', events: ['answer_not_delivered'] });
  });
});

function open(): Promise<string> {
  return db.transaction(async (tx) => {
    const { id } = await openTicket(tx, {
      ...{ companyId: acme.id, openedBy: 'admin', cause: 'other', subject: 'Help' },
      now: await readNow(tx),
      answerSeconds: ANSWER_SECONDS,
    });
    return id;
  });
}

function openForParcel(orderId: string): Promise<string> {
  return db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (typeof order === 'string') throw new Error(order);
    const settings = { ticketAnswerSeconds: ANSWER_SECONDS };
    return openParcelTicket(tx, order, 'parcel_not_reported', settings);
  });
}

function answer(ticketId: string, emails: string[]): Promise<void> {
  return db.transaction(async (tx) => {
    const [ticket] = await rowsOf<{ id: string; companyId: string }>(
      tx,
      'SELECT id, company_id AS "companyId" FROM tickets WHERE id = ?',
      [ticketId],
    );
    const by = { kind: 'agent', id: 'sam' } as const;
    const messageId = await addEntry(tx, ticket!, { kind: 'message', text: 'It is done.', by });
    const customers = emails.map((email) => ({ name: 'Asha', email }));
    await addMails(tx, ticketId, 'answer', customers, messageId);
  });
}

/** As what sends the mails does: by default the only mail of the ticket. */
async function giveUp(ticketId: string, mailId?: string): Promise<void> {
  await db.transaction(async (tx) => {
    const [mail] = await rowsOf<{ id: string }>(
      tx,
      `UPDATE ticket_mails SET given_up_at = now() WHERE ticket_id = ? AND id = coalesce(?, id)
       RETURNING id`,
      [ticketId, mailId ?? null],
    );
    await noteUndeliveredAnswer(tx, { id: mail!.id, ticketId }, ANSWER_SECONDS);
  });
}

async function see(ticketId: string) {
  const [ticket] = await rowsOf(
    db,
    `SELECT state, deadline > now() AS "isDue", tended_version < version AS "isLagging",
       ARRAY(SELECT text FROM ticket_messages WHERE ticket_id = t.id AND kind = 'event' ORDER BY id)
         AS events
     FROM tickets t WHERE id = ?`,
    [ticketId],
  );
  return ticket;
}
