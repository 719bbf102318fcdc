import type { TendedRecharge } from '../contracts/workflows';
import { cancelRecharge, findInvoice } from '../db/recharges';
import type { Database } from '../db/pool';
import {
  listUnsentMoneyMails,
  type MoneyMail,
  noticeLowBalances,
  tendRecharge,
} from '../db/tend-recharge';
import { renderPdf, type PdfDocument } from '../documents/render-pdf';
import { type MoneyEmailProps, renderMoneyEmail } from '../emails/money-email';
import type { Dependencies } from './index';
import type { MailMessage } from './mailer';
import { sendQueuedMails } from './send-queued-mails';
import { whileBeating } from './while-beating';

/** What the workflow of a recharge does. As all activities, each may be repeated at any time. */
export function createRechargeActivities({ db, mailer, settings }: Dependencies) {
  return {
    /** Looks and sends what mails are due. @returns null when there is no such recharge. */
    async tendRecharge({ rechargeId }: { rechargeId: string }): Promise<TendedRecharge | null> {
      const tended = await tendRecharge(db, rechargeId);
      if (tended === undefined) return null;
      const mailsLeft = await whileBeating(() =>
        sendMoneyMails({ db, mailer, settings }, rechargeId, MAILS_AT_ONCE),
      );
      return { ...tended, mailsLeft, retry: settings.retry };
    },

    /** Notices balances that fell below their company's level, and mails its people. */
    async tellOfLowBalances(): Promise<void> {
      await noticeLowBalances(db);
      await sendMoneyMails({ db, mailer, settings }, null, LOW_BALANCE_MAILS);
    },

    async cancelRecharge({ rechargeId }: { rechargeId: string }): Promise<void> {
      await cancelRecharge(db, rechargeId);
    },
  };
}

/** The others follow with the next sweep. */
const LOW_BALANCE_MAILS = 20;

/** A company has few people who look after its money; those of a larger one come with the next look. */
const MAILS_AT_ONCE = 100;

/**
 * Sends mails of a recharge, or of low balances with null. A mail that is sent twice, after a crash
 * between sending and marking, is one by its Message-ID.
 *
 * @returns how many are left to be tried again.
 */
export async function sendMoneyMails(
  { db, mailer, settings }: Pick<Dependencies, 'db' | 'mailer' | 'settings'>,
  rechargeId: string | null,
  limit: number,
): Promise<number> {
  const mails = await listUnsentMoneyMails(db, rechargeId, limit);
  let attachment: Promise<Attachment | undefined> | undefined;
  const { windowMilliseconds } = settings.retry;
  return sendQueuedMails({ db, mailer, windowMilliseconds }, 'money_mails', mails, async (mail) => {
    const message = composeMail(mail, settings);
    if (mail.kind !== 'invoice' && !mail.kind.startsWith('reminder')) return message;
    attachment ??= renderInvoice(db, rechargeId);
    const invoice = await attachment;
    return { ...message, ...(invoice !== undefined && { attachments: [invoice] }) };
  });
}

type Attachment = NonNullable<MailMessage['attachments']>[number];

async function renderInvoice(db: Database, rechargeId: string | null) {
  const found = rechargeId === null ? undefined : await findInvoice<PdfDocument>(db, rechargeId);
  if (found === undefined) return undefined;
  const content = await renderPdf(found.invoice);
  return { filename: `${found.number}.pdf`, contentType: 'application/pdf', content };
}

function composeMail(mail: MoneyMail, settings: Dependencies['settings']): MailMessage {
  const { publicUrl, supportEmail, supportWhatsapp } = settings;
  return {
    messageKey: `${mail.id}.money`,
    fromName: 'Bestow',
    toName: mail.toName,
    toAddress: mail.toAddress,
    ...renderMoneyEmail({
      ...contentOf(mail),
      adminName: mail.toName,
      companyName: mail.companyName,
      url: `${publicUrl}/balance`,
      help: { supportEmail, whatsapp: supportWhatsapp, ticketUrl: `${publicUrl}/help` },
    }),
  };
}

type Content = MoneyEmailProps extends infer Props
  ? Props extends MoneyEmailProps
    ? Omit<Props, 'adminName' | 'companyName' | 'url' | 'help'>
    : never
  : never;

function contentOf(mail: MoneyMail): Content {
  const { kind, invoiceNumber, points, amountMinor, currency, expiresAt } = mail;
  if (kind === 'low_balance') {
    return { kind, balance: mail.balance ?? 0, alertPoints: mail.alertPoints ?? 0 };
  }
  if (invoiceNumber === null || points === null || amountMinor === null) throw noInvoice(mail);
  if (currency === null || expiresAt === null) throw noInvoice(mail);
  const is = kind === 'invoice' || kind === 'paid' || kind === 'expired' ? kind : 'reminder';
  return { kind: is, invoiceNumber, points, amountMinor, currency, expiresAt };
}

/** Impossible: the table's CHECK keeps an invoice whole. */
function noInvoice({ id }: MoneyMail): Error {
  return new Error(`The mail ${id} is about a recharge without an invoice`);
}
