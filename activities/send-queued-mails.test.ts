import { createAccessMail, findUnsentAccessMail } from '../db/access-mails';
import { type Database, rowsOf } from '../db/pool';
import { useCleanUp } from '../test/support/clean-up';
import { openTestDatabases } from '../test/support/company';
import type { MailMessage, MailOutcome } from './mailer';
import { sendQueuedMails } from './send-queued-mails';

const cleanUp = useCleanUp();
const HOUR = 3_600_000;
let db: Database;

beforeAll(async () => {
  ({ platformDb: db } = await openTestDatabases(cleanUp));
});

test('R12: the time in which a mail is tried begins when it is deferred, not when it was written', async () => {
  const id = await writeMail();
  // For as long no worker was there.
  await rowsOf(
    db,
    `UPDATE access_mails SET created_at = now() - interval '25 hours' WHERE id = ?`,
    [id],
  );
  expect(await sendOnce(id, 'deferred')).toBe(1);
  expect(await see(id)).toMatchObject({ isWaiting: true, detail: 'deferred' });
  await moveBack(id, 23);
  expect(await sendOnce(id, 'deferred')).toBe(1);
  await moveBack(id, 2);
  expect(await sendOnce(id, 'deferred')).toBe(0);
  expect(await see(id)).toMatchObject({ isWaiting: false, isSent: false });
});

test('a mail that was deferred for days and is taken then is sent', async () => {
  const id = await writeMail();
  await sendOnce(id, 'deferred');
  await moveBack(id, 48);
  expect(await sendOnce(id, 'accepted')).toBe(0);
  expect(await see(id)).toMatchObject({ isWaiting: false, isSent: true });
});

test('a mail that is refused for good is given up at once', async () => {
  const id = await writeMail();
  expect(await sendOnce(id, 'refused')).toBe(0);
  expect(await see(id)).toMatchObject({ isWaiting: false, isSent: false, detail: 'refused' });
});

test('what is over stays as it was, whatever a second try of the same mail hears', async () => {
  const id = await writeMail();
  const mail = await findUnsentAccessMail(db, id);
  await sendOnce(id, 'accepted');
  expect(await sendQueuedMails(queueOf('refused'), 'access_mails', [mail!], compose)).toBe(0);
  expect(await see(id)).toMatchObject({ isSent: true, detail: 'accepted' });
});

async function writeMail(): Promise<string> {
  const { id } = await createAccessMail(db, {
    content: { kind: 'password_changed', at: '2026-01-01T00:00:00Z' },
    ...{ toName: 'Asha', toAddress: 'asha@queue.example', link: null, minutes: 10_000 },
  });
  return id;
}

async function sendOnce(id: string, outcome: MailOutcome['outcome']): Promise<number> {
  const mail = await findUnsentAccessMail(db, id);
  return sendQueuedMails(queueOf(outcome), 'access_mails', [mail!], compose);
}

const answers: Record<MailOutcome['outcome'], MailOutcome> = {
  accepted: { outcome: 'accepted', detail: 'accepted' },
  refused: { outcome: 'refused', detail: 'refused', reason: 'mailbox_not_found' },
  deferred: { outcome: 'deferred', detail: 'deferred', unreachable: false },
};

function queueOf(outcome: MailOutcome['outcome']) {
  const send = () => Promise.resolve(answers[outcome]);
  const mailer = { connections: 1, send, close: () => undefined };
  return { db, mailer, windowMilliseconds: 24 * HOUR };
}

function compose(): MailMessage {
  return {
    ...{ messageKey: 'key', fromName: 'Bestow', toName: 'Asha', toAddress: 'asha@queue.example' },
    ...{ subject: 'Hello', html: '', text: '' },
  };
}

async function moveBack(id: string, hours: number): Promise<void> {
  await rowsOf(
    db,
    `UPDATE access_mails SET deferred_since = deferred_since - make_interval(hours => ?) WHERE id = ?`,
    [hours, id],
  );
}

async function see(id: string) {
  const [mail] = await rowsOf(
    db,
    `SELECT sent_at IS NULL AND given_up_at IS NULL AS "isWaiting", sent_at IS NOT NULL AS "isSent",
       detail FROM access_mails WHERE id = ?`,
    [id],
  );
  return mail;
}
