import { ApplicationFailure, Context } from '@temporalio/activity';
import { findFundsNotice, type FundsNotice, noteFundsTold } from '../db/funds-notice';
import type { Database } from '../db/pool';
import { type FundsEmailProps, renderFundsEmail } from '../emails/funds-email';
import type { Mailer } from './mailer';
import type { MailSettings } from './send-mails';

/**
 * Mails the owners and admins of a company that the points of a send are missing: some days ahead of
 * its time (`warningDays`), or when its time has come. What is true now is asked of the database; where
 * nothing is missing nobody is mailed. Who was mailed is kept in the heartbeat, so that a repetition
 * goes on with the others; a mail that comes twice is one, by its Message-ID.
 */
export async function tellOfFunds(
  { db, mailer, settings }: { db: Database; mailer: Mailer; settings: MailSettings },
  { distributionId, warningDays }: { distributionId: string; warningDays: number | null },
): Promise<void> {
  const notice = await findFundsNotice(db, distributionId);
  if (notice === undefined) return;
  const kind = kindOf(notice, warningDays);
  const context = Context.current();
  let deferred: string | undefined;
  const told = new Set((context.info.heartbeatDetails as string[] | undefined) ?? []);
  for (const admin of kind === undefined ? [] : notice.admins) {
    if (told.has(admin.id) || kind === undefined) continue;
    const outcome = await mailer.send({
      messageKey: `${distributionId}.${kind}-${warningDays ?? 0}-${notice.sendAt.getTime()}.${admin.id}`,
      fromName: 'Bestow',
      toName: admin.name,
      toAddress: admin.email,
      ...renderFundsEmail(propsOf(kind, admin.name, notice, settings)),
    });
    // A mailbox that is full, or that refuses for good, keeps nobody else from being told.
    if (outcome.outcome === 'deferred') deferred = outcome.detail;
    else told.add(admin.id);
    context.heartbeat([...told]);
  }
  if (deferred !== undefined)
    throw ApplicationFailure.retryable(`A mail was deferred: ${deferred}`);
  if (warningDays !== null) {
    await noteFundsTold(db, { distributionId, days: warningDays, isShort: kind !== undefined });
  }
}

/** @returns undefined when there is nothing to tell (any more). */
function kindOf(
  notice: FundsNotice,
  warningDays: number | null,
): FundsEmailProps['kind'] | undefined {
  if (warningDays !== null) {
    const isOpen = notice.status === 'scheduled' && !notice.isHeld;
    return isOpen && notice.balance < notice.points ? 'warning' : undefined;
  }
  if (notice.status === 'awaiting_funds') return 'waiting';
  const isEnded = notice.status === 'cancelled' && notice.reasonCode === 'insufficient_balance';
  return isEnded ? 'cancelled' : undefined;
}

function propsOf(
  kind: FundsEmailProps['kind'],
  adminName: string,
  notice: FundsNotice,
  { publicUrl, supportEmail, supportWhatsapp }: MailSettings,
): FundsEmailProps {
  const { ifInsufficient, companyName, recipients, points, balance, sendAt } = notice;
  const help = { supportEmail, whatsapp: supportWhatsapp, ticketUrl: `${publicUrl}/help` };
  const what = { ifInsufficient, companyName, recipients, points, balance, sendAt };
  return { kind, adminName, ...what, url: `${publicUrl}/`, help };
}
