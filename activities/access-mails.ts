import type { WaitingAccessMail } from '../contracts/workflows';
import { findUnsentAccessMail } from '../db/access-mails';
import { composeAccessMail } from '../emails/access-mail';
import type { Dependencies } from './index';
import { sendQueuedMails } from './send-queued-mails';

/** What the workflow of a mail by which somebody gets in does. */
export function createAccessMailActivities({ db, mailer, settings }: Dependencies) {
  return {
    /** @returns null when there is nothing to send any more. */
    async findAccessMail({ mailId }: { mailId: string }): Promise<WaitingAccessMail | null> {
      const mail = await findUnsentAccessMail(db, mailId);
      return mail === undefined ? null : { retry: settings.retry };
    },

    /** One try, unless it would come too late or its link is dead. @returns whether it is over. */
    async sendAccessMail({ mailId }: { mailId: string }): Promise<boolean> {
      const mail = await findUnsentAccessMail(db, mailId);
      if (mail === undefined) return true;
      const { retry, linkTokens } = settings;
      const { windowMilliseconds } = retry;
      const queue = { db, mailer, windowMilliseconds };
      const left = await sendQueuedMails(queue, 'access_mails', [mail], () =>
        composeAccessMail(mail, { ...settings, tokenOf: linkTokens.tokenOf, now: new Date() }),
      );
      return left === 0;
    },
  };
}
