import type { TendedTicket } from '../contracts/workflows';
import { openTicketsForFailures } from '../db/failure-tickets';
import {
  listUnsentMails,
  recordOperatorAction,
  tendTicket,
  type TicketMail,
} from '../db/tend-ticket';
import type { Transaction } from '../db/pool';
import { noteUndeliveredAnswer } from '../db/undelivered-answers';
import type { TicketAction } from '../domain/tickets';
import { renderTicketEmail } from '../emails/ticket-email';
import type { Dependencies } from './index';
import type { MailMessage } from './mailer';
import { sendQueuedMails } from './send-queued-mails';
import { whileBeating } from './while-beating';

/** What workflows do about tickets. As all activities, each may be repeated at any time. */
export function createTicketActivities({ db, mailer, settings }: Dependencies) {
  return {
    /** @returns the tickets whose workflow is to be started. */
    async openTicketsForFailures({
      distributionId,
    }: {
      distributionId: string;
    }): Promise<{ ticketIds: string[] }> {
      const { ticketAnswerSeconds } = settings;
      return { ticketIds: await openTicketsForFailures(db, distributionId, ticketAnswerSeconds) };
    },

    /** Looks at the clock and sends what mails there are. @returns null when there is no ticket. */
    async tendTicket({ ticketId }: { ticketId: string }): Promise<TendedTicket | null> {
      return whileBeating(() => tend(ticketId));
    },

    async recordTicketAction(input: { ticketId: string; action: TicketAction }): Promise<void> {
      const { ticketId, action } = input;
      await recordOperatorAction(db, ticketId, action, settings.ticketAnswerSeconds);
    },
  };

  async function tend(ticketId: string): Promise<TendedTicket | null> {
    const tended = await tendTicket(db, ticketId, settings);
    if (tended === undefined) return null;
    const { mailsLeft, isAnswerLost } = await sendTicketMails(ticketId);
    // By then the clock may run again.
    if (isAnswerLost) return tend(ticketId);
    return { ...tended, mailsLeft, retry: settings.retry };
  }

  /** @returns how many are left to be tried again, and whether an answer was given up. */
  async function sendTicketMails(
    ticketId: string,
  ): Promise<{ mailsLeft: number; isAnswerLost: boolean }> {
    let isAnswerLost = false;
    const queue = {
      ...{ db, mailer, windowMilliseconds: settings.retry.windowMilliseconds },
      whenGivenUp: async (tx: Transaction, mail: TicketMail) => {
        if (mail.kind !== 'answer') return;
        isAnswerLost = true;
        await noteUndeliveredAnswer(tx, mail, settings.ticketAnswerSeconds);
      },
    };
    const mails = await listUnsentMails(db, ticketId);
    const mailsLeft = await sendQueuedMails(queue, 'ticket_mails', mails, composeMail);
    return { mailsLeft, isAnswerLost };
  }

  function composeMail(mail: TicketMail): MailMessage {
    const { publicUrl, supportEmail, supportWhatsapp } = settings;
    const email = renderTicketEmail({
      ...mail,
      url: `${publicUrl}${pageOf(mail)}`,
      help: { supportEmail, whatsapp: supportWhatsapp, ticketUrl: `${publicUrl}/help` },
    });
    return {
      messageKey: `${mail.id}.ticket`,
      fromName: 'Bestow Support',
      toName: mail.toName,
      toAddress: mail.toAddress,
      ...email,
    };
  }

  /** Support has the console, an admin the company's pages, a recipient a page of his own. */
  function pageOf({ kind, ticketId, openedBy }: TicketMail): string {
    if (kind !== 'answer') return `/support/tickets/${ticketId}`;
    if (openedBy !== 'recipient') return `/tickets/${ticketId}`;
    return `/help/tickets/${ticketId}/${settings.linkTokens.tokenOfTicket(ticketId)}`;
  }
}
