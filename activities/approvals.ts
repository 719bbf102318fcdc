import type { TendedApproval } from '../contracts/workflows';
import { type ApprovalMail, listUnsentApprovalMails, tendApproval } from '../db/tend-approval';
import { renderApprovalEmail } from '../emails/approval-email';
import type { Dependencies } from './index';
import type { MailMessage } from './mailer';
import { sendQueuedMails } from './send-queued-mails';
import { whileBeating } from './while-beating';

/** What the workflow of an approval does. As all activities, each may be repeated at any time. */
export function createApprovalActivities({ db, mailer, settings }: Dependencies) {
  return {
    /** Looks and sends what mails are due. @returns null when the send needed no approval. */
    async tendApproval({
      distributionId,
    }: {
      distributionId: string;
    }): Promise<TendedApproval | null> {
      const reminderSeconds = settings.approvalReminderSeconds;
      const tended = await tendApproval(db, { distributionId, reminderSeconds });
      if (tended === undefined) return null;
      const mails = await listUnsentApprovalMails(db, distributionId, MAILS_AT_ONCE);
      const { windowMilliseconds } = settings.retry;
      const mailsLeft = await whileBeating(() =>
        sendQueuedMails({ db, mailer, windowMilliseconds }, 'approval_mails', mails, (mail) =>
          composeMail(mail, settings),
        ),
      );
      return { ...tended, mailsLeft, retry: settings.retry };
    },
  };
}

/** A company has few people who approve; those of a larger one come with the next look. */
const MAILS_AT_ONCE = 100;

function composeMail(mail: ApprovalMail, settings: Dependencies['settings']): MailMessage {
  const { publicUrl, supportEmail, supportWhatsapp } = settings;
  const { id, distributionId, toName, toAddress, ...about } = mail;
  return {
    messageKey: `${id}.approval`,
    fromName: 'Bestow',
    toName,
    toAddress,
    ...renderApprovalEmail({
      ...about,
      adminName: toName,
      url: `${publicUrl}/distributions/${distributionId}`,
      help: { supportEmail, whatsapp: supportWhatsapp, ticketUrl: `${publicUrl}/help` },
    }),
  };
}
