import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readReport } from './read-report';

const FOLDER = path.join(__dirname, '..', 'test', 'files', 'bounces');
const read = (name: string) => readReport(readFileSync(path.join(FOLDER, name)));

const failed: [name: string, reason: string, detail: RegExp][] = [
  [
    'postfix-unknown-user.eml',
    'mailbox_not_found',
    /^5\.1\.1 550 5\.1\.1 <address>: Recipient addr/,
  ],
  ['postfix-mailbox-full.eml', 'mailbox_full', /^5\.2\.2 552 /],
  ['postfix-no-such-domain.eml', 'mailbox_not_found', /^5\.4\.4 Host or domain name not found/],
  ['postfix-expired.eml', 'mailbox_unreachable', /^4\.4\.1 connect to .*timed out$/],
  ['postfix-spamhaus.eml', 'mail_blocked', /spamhaus/],
  [
    'exchange-not-found.eml',
    'mailbox_not_found',
    /RecipientNotFound; Recipient <address> not found/,
  ],
  ['exchange-access-denied.eml', 'mailbox_not_found', /Access denied/],
  ['exchange-internal-only.eml', 'mail_policy', /SenderNotAuthenticatedForGroup/],
  ['exchange-banned.eml', 'mail_blocked', /banned sending IP/],
  ['gmail-not-found.eml', 'mailbox_not_found', /does not exist/],
  ['gmail-full.eml', 'mailbox_full', /out of storage/],
  ['gmail-unauthenticated.eml', 'mail_blocked', /unauthenticated/],
];
const withoutConsequence = [
  ...['postfix-delayed.eml', 'postfix-delivered.eml', 'postfix-alias-half-arrived.eml'],
  ...['out-of-office.eml', 'read-receipt.eml', 'complaint.eml', 'qmail-without-report.eml'],
];
const unreadable = ['no-status-part.eml'];

test.each(failed)('%s is a failure: %s', async (name, reason, detail) => {
  const report = await read(name);
  expect(report).toEqual({ kind: 'failed', reason, detail: expect.stringMatching(detail) });
  expect(JSON.stringify(report)).not.toContain('@');
});

test.each(withoutConsequence)('%s changes nothing', async (name) => {
  expect(await read(name)).toEqual({ kind: 'other' });
});

test.each(unreadable)('%s cannot be read', async (name) => {
  expect(await read(name)).toEqual({ kind: 'unreadable' });
});

test('every sample has its meaning here', () => {
  const known = [...failed.map(([name]) => name), ...withoutConsequence, ...unreadable];
  const samples = readdirSync(FOLDER).filter((name) => name.endsWith('.eml'));
  expect(samples.sort()).toEqual(known.sort());
});

test('a notification means the same with the line ends of SMTP', async () => {
  const text = readFileSync(path.join(FOLDER, 'gmail-not-found.eml'), 'utf8');
  const crlf = Buffer.from(text.replaceAll('\n', '\r\n'));
  expect(await readReport(crlf)).toEqual(await read('gmail-not-found.eml'));
});

test.each<[string, Buffer]>([
  ['nothing', Buffer.alloc(0)],
  ['bytes', Buffer.from(Array.from({ length: 5_000 }, (_, n) => (n * 7_919) % 256))],
  ['a header without end', Buffer.from('Content-Type: multipart/report; '.repeat(10_000))],
  ['parts in parts in parts', Buffer.from(nested(500))],
])('%s is no failure and no crash', async (_what, mail) => {
  expect((await readReport(mail)).kind).not.toBe('failed');
});

function nested(depth: number): string {
  let text = 'Content-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n';
  for (let n = 0; n < depth; n += 1) {
    text = `Content-Type: multipart/mixed; boundary="b${n}"\n\n--b${n}\n${text}\n--b${n}--\n`;
  }
  return text;
}
