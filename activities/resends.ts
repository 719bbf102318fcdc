import type { ResendOutcome, WaitingResend } from '../contracts/workflows';
import { findCampaignVersions } from '../db/find-campaign-versions';
import { cancelResend, endResend, findResend, findResendMail } from '../db/resends';
import type { Dependencies } from './index';
import { composeMail, prepareCampaigns } from './send-mails';

/** What the workflow of a resend does. */
export function createResendActivities({ db, mailer, settings }: Dependencies) {
  return {
    /** @returns null when it is over: sent, failed or cancelled. */
    async findResend({ resendId }: { resendId: string }): Promise<WaitingResend | null> {
      const found = await findResend(db, resendId);
      return found === undefined ? null : { ...found, retry: settings.retry };
    },

    /** One try. The mail is another one than the first: it has a Message-ID of its own. */
    async sendResend({ resendId }: { resendId: string }): Promise<ResendOutcome> {
      const mail = await findResendMail(db, resendId);
      if (mail === undefined) {
        await endResend(db, resendId, 'not_in_this_state', null);
        return 'over';
      }
      const messageKey = `${mail.rewardId}.resend.${mail.n}`;
      const versions = mail.campaignVersionId === null ? [] : [mail.campaignVersionId];
      const campaigns = await findCampaignVersions(db, versions);
      const prepared = prepareCampaigns({ campaigns, settings });
      const sent = await mailer.send({ ...composeMail(mail, prepared, settings), messageKey });
      if (sent.outcome === 'deferred') return 'deferred';
      const reason = sent.outcome === 'refused' ? sent.reason : undefined;
      await endResend(db, resendId, reason, sent.detail);
      return sent.outcome === 'refused' ? 'refused' : 'over';
    },

    async giveUpResend({ resendId }: { resendId: string }): Promise<void> {
      await endResend(db, resendId, 'mail_server_unreachable', null);
    },

    async cancelResend({ resendId }: { resendId: string }): Promise<void> {
      await cancelResend(db, resendId);
    },
  };
}
