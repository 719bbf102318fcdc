import type { Carrier } from '../carrier/carrier';
import { showOrderNumber } from '../contracts/orders';
import {
  type CarrierErrand,
  type ErrandOutcome,
  parcelSignals,
  type TendedOrder,
} from '../contracts/workflows';
import { keepOrderLink, listUnsentOrderMails, type OrderMail } from '../db/order-mails';
import {
  callHumanForCarrier,
  endCancelling,
  findParcel,
  markAddress,
  markHandedOver,
  type Parcel,
  recordOperatorReport,
  tendOrder,
} from '../db/tend-order';
import { MAX_DELIVERY_ATTEMPTS, type ParcelReport } from '../domain/order-states';
import { renderOrderEmail } from '../emails/order-email';
import type { Dependencies } from './index';
import type { MailMessage } from './mailer';
import { sendQueuedMails } from './send-queued-mails';
import { whileBeating } from './while-beating';

/** What workflows do about orders. As all activities, each may be repeated at any time. */
export function createOrderActivities({ db, mailer, carrier, settings }: Dependencies) {
  const errands = { hand_over: handOver, cancel, change_address: changeAddress };

  return {
    /** One look: silence, mails, and what is next. @returns null when there is no such order. */
    async tendOrder({ orderId }: { orderId: string }): Promise<TendedOrder | null> {
      const tended = await tendOrder(db, orderId, settings);
      if (tended === undefined) return null;
      const mailsLeft = await whileBeating(() => sendOrderMails(orderId));
      return { ...tended, mailsLeft, retry: settings.retry };
    },

    /** One call to the carrier, and what it answered written down. */
    async runErrand(input: { orderId: string; errand: CarrierErrand }): Promise<ErrandOutcome> {
      const parcel = await findParcel(db, input.orderId);
      if (parcel === undefined) return 'done';
      return whileBeating(() => errands[input.errand](carrier, parcel));
    },

    /** The carrier did not answer for a day, or refused: a human is called. */
    async callHumanForCarrier(input: {
      orderId: string;
      cause: 'carrier_refused' | 'carrier_unreachable';
    }): Promise<void> {
      await callHumanForCarrier(db, input.orderId, input.cause, settings);
    },

    /** A report that an operator signalled, by the function that the carrier's callbacks take. */
    async recordParcelReport(input: {
      orderId: string;
      signal: keyof typeof parcelSignals;
      attempt?: number;
    }): Promise<{ outcome: string }> {
      const report = reportOf(parcelSignals[input.signal], input.attempt);
      if (report === undefined) return { outcome: 'invalid_attempt' };
      return { outcome: await recordOperatorReport(db, input.orderId, report, settings) };
    },
  };

  /** @returns how many are left to be tried again. */
  async function sendOrderMails(orderId: string): Promise<number> {
    const { windowMilliseconds } = settings.retry;
    const mails = await listUnsentOrderMails(db, orderId);
    return sendQueuedMails({ db, mailer, windowMilliseconds }, 'order_mails', mails, (mail) =>
      composeMail({ db, settings }, mail),
    );
  }

  async function handOver(to: Carrier, parcel: Parcel): Promise<ErrandOutcome> {
    const answer = await to.createShipment(parcel);
    if (answer.outcome !== 'done') return answer.outcome === 'deferred' ? 'deferred' : 'refused';
    await markHandedOver(db, { ...parcel, ...answer }, settings);
    return 'done';
  }

  async function changeAddress(to: Carrier, parcel: Parcel): Promise<ErrandOutcome> {
    const answer = await to.changeAddress({ ...parcel, version: parcel.addressVersion });
    if (answer.outcome === 'deferred') return 'deferred';
    // What the carrier does not take is said in the order's time line; the next attempt is as before.
    await markAddress(db, parcel, answer.outcome === 'done');
    return answer.outcome === 'done' || answer.outcome === 'too_late' ? 'done' : 'refused';
  }

  async function cancel(to: Carrier, parcel: Parcel): Promise<ErrandOutcome> {
    const { outcome } = await to.cancelShipment(parcel);
    if (outcome === 'deferred' || outcome === 'refused') return outcome;
    // One that the carrier does not know was never handed over.
    await endCancelling(db, parcel.orderId, outcome !== 'too_late', settings);
    return 'done';
  }
}

type MailContext = Pick<Dependencies, 'db' | 'settings'>;

async function composeMail({ db, settings }: MailContext, mail: OrderMail): Promise<MailMessage> {
  const { publicUrl, supportEmail, supportWhatsapp } = settings;
  const email = renderOrderEmail({
    ...mail,
    orderNumber: showOrderNumber(mail.number),
    isLost: mail.creditReason === 'lost',
    url: await urlFor({ db, settings }, mail),
    help: { supportEmail, whatsapp: supportWhatsapp, ticketUrl: `${publicUrl}/help` },
  });
  return {
    messageKey: `${mail.id}.order`,
    fromName: 'Bestow',
    toName: mail.recipientName,
    toAddress: mail.recipientEmail,
    ...email,
  };
}

/** After a failed attempt the link itself lets the address be corrected, without a sign-in. */
async function urlFor(
  { db, settings }: MailContext,
  { id, kind, attempt, orderId, companyId }: OrderMail,
): Promise<string> {
  const { publicUrl, linkTokens } = settings;
  if (kind !== 'attempt_failed' || attempt === null || attempt >= MAX_DELIVERY_ATTEMPTS) {
    return `${publicUrl}/wallet/orders/${orderId}`;
  }
  const token = linkTokens.tokenOf(id);
  await keepOrderLink(db, { token, orderId, companyId, attempt });
  return `${publicUrl}/order-address/${token}`;
}

/** A signal is typed by hand: a failed attempt without a number of one is no report. */
function reportOf(kind: ParcelReport['kind'], attempt?: number): ParcelReport | undefined {
  if (kind !== 'attempt_failed') return { kind };
  const isOne = attempt !== undefined && Number.isInteger(attempt) && attempt >= 1;
  return isOne && attempt <= MAX_DELIVERY_ATTEMPTS ? { kind, attempt } : undefined;
}
