import type { ResendOutcome, WaitingResend } from '../contracts/workflows';
import { findCampaignVersions } from '../db/find-campaign-versions';
import {
  beginResend,
  endResend,
  findResend,
  releaseResend,
  type ResendMail,
} from '../db/resend-mails';
import { cancelResend } from '../db/resends';
import type { Dependencies } from './index';
import type { MailMessage } from './mailer';
import { composeMail, prepareCampaigns } from './send-mails';

/** What the workflow of a resend does. */
export function createResendActivities({ db, mailer, settings }: Dependencies) {
  async function compose(mail: ResendMail): Promise<MailMessage> {
    const versions = mail.campaignVersionId === null ? [] : [mail.campaignVersionId];
    const campaigns = await findCampaignVersions(db, versions);
    const prepared = prepareCampaigns({ campaigns, settings });
    const messageKey = `${mail.rewardId}.resend.${mail.n}`;
    return { ...composeMail(mail, prepared, settings), messageKey };
  }

  return {
    /** @returns null when it is over: sent, failed or cancelled. */
    async findResend({ resendId }: { resendId: string }): Promise<WaitingResend | null> {
      const found = await findResend(db, resendId);
      return found === undefined ? null : { ...found, retry: settings.retry };
    },

    /** One try. The mail is another one than the first: it has a Message-ID of its own. */
    async sendResend({ resendId }: { resendId: string }): Promise<ResendOutcome> {
      const mail = await beginResend(db, resendId);
      if (mail === 'over' || mail === 'not_yet') return mail;
      if (mail === 'not_in_this_state') {
        await endResend(db, resendId, { reason: mail });
        return 'over';
      }
      const { mailVersion } = mail;
      const sent = await mailer.send(await compose(mail));
      if (sent.outcome === 'deferred') {
        await releaseResend(db, resendId);
        return 'deferred';
      }
      const reason = sent.outcome === 'refused' ? sent.reason : undefined;
      await endResend(db, resendId, { mailVersion, reason, detail: sent.detail });
      return sent.outcome === 'refused' ? 'refused' : 'over';
    },

    async giveUpResend({ resendId }: { resendId: string }): Promise<void> {
      await endResend(db, resendId, { reason: 'mail_server_unreachable' });
    },

    async cancelResend({ resendId }: { resendId: string }): Promise<void> {
      await cancelResend(db, resendId);
    },
  };
}
