import { classifyRefusal, type MailRefusal, mailFailures, withoutAddresses } from './mail-failures';
import { describeReason } from './reasons';
import { machineSubjects } from './ticket-subjects';
import { ticketCauses } from './tickets';

describe('what a mail server refuses for good', () => {
  test.each<[answer: string, reason: MailRefusal]>([
    ['550 5.1.1 <a@b.example>: Recipient address rejected: User unknown', 'mailbox_not_found'],
    ['550-5.1.1 The email account that you tried to reach does not exist', 'mailbox_not_found'],
    ['550 5.1.10 RESOLVER.ADR.RecipientNotFound', 'mailbox_not_found'],
    ['550 5.4.1 Recipient address rejected: Access denied', 'mailbox_not_found'],
    ['550 5.5.0 Requested action not taken: mailbox unavailable', 'mailbox_not_found'],
    ['554 delivery error: dd This user doesn’t have a yahoo.example account', 'mailbox_not_found'],
    ['550 No such user here', 'mailbox_not_found'],
    ['551 User not local', 'mailbox_not_found'],
    ['556 5.1.10 Domain does not accept mail', 'mailbox_not_found'],
    ['550 5.2.1 The account is disabled', 'mailbox_not_found'],
    ['552 5.2.2 Mailbox full', 'mailbox_full'],
    ['552-5.2.2 The recipient’s inbox is out of storage space', 'mailbox_full'],
    ['552 Requested mail action aborted: exceeded storage allocation', 'mailbox_full'],
    ['550 Quota exceeded', 'mailbox_full'],
    ['554 5.7.1 Client host blocked using zen.spamhaus.org', 'mail_blocked'],
    ['550-5.7.26 This mail is unauthenticated', 'mail_blocked'],
    ['550 5.7.606 Access denied, banned sending IP', 'mail_blocked'],
    ['550 5.7.23 The message was rejected because of SPF policy', 'mail_blocked'],
    ['554 Message identified as spam', 'mail_blocked'],
    ['550 5.7.1 Delivery not authorized', 'mail_policy'],
    ['550 5.7.133 Sender not authenticated for group', 'mail_policy'],
    ['552 5.3.4 Message too big for system', 'mail_policy'],
    ['554 5.6.0 Invalid message content', 'mail_policy'],
    ['550 5.4.310 Destination could not be routed', 'mailbox_unreachable'],
    ['550 no', 'mailbox_rejected'],
    ['554 Transaction failed', 'mailbox_rejected'],
    ['550 5.0.0 Unspecified', 'mailbox_rejected'],
    ['', 'mailbox_rejected'],
    // Figures that are no status.
    ['550 Host 10.5.1.1 says no', 'mailbox_rejected'],
    ['550 version 15.1.1 says no', 'mailbox_rejected'],
  ])('%j is %s', (answer, reason) => {
    expect(classifyRefusal(answer)).toBe(reason);
  });

  test('a status that stands apart comes before that in the text', () => {
    expect(classifyRefusal('550 5.0.0 no', '5.2.2')).toBe('mailbox_full');
    expect(classifyRefusal('timed out', '4.4.7')).toBe('mailbox_unreachable');
  });

  test('every one has its words, a cause of tickets, and that cause its subject', () => {
    for (const code of mailFailures) {
      expect(describeReason(code).message).toMatch(/\.$/);
      expect(ticketCauses).toContain(code);
      expect(machineSubjects[code].length).toBeGreaterThan(10);
    }
  });

  test('what it said is told without addresses and invisible characters, in one line', () => {
    const told = withoutAddresses('550 <a@b.example>: \u202egone\u0000\r\nsecond line');
    expect(told).toBe('550 <address>:  gone ');
    expect(withoutAddresses('x'.repeat(1_000))).toHaveLength(200);
  });
});
