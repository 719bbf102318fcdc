import { formatMoney } from '../domain/money';
import { formatDate, formatPoints } from './format';
import type { Help } from './help';
import { loadTemplate } from './load-template';
import { type Mail, renderMail } from './render-mail';

/** The mail to owners, admins and finance of a company about a recharge, or about a low balance. */
export function renderMoneyEmail(props: MoneyEmailProps): Mail {
  const words = wordsOf(props);
  const view = { adminName: props.adminName, ...words };
  return renderMail({
    subject: `${words.heading}: ${props.companyName}`,
    preheader: words.situation,
    contentHtml: html(view),
    contentText: text(view),
    buttonLabel: 'Open the balance',
    buttonUrl: props.url,
    note: 'You receive this because you look after the points of this company.',
    help: props.help,
  });
}

export type MoneyEmailProps = {
  adminName: string;
  companyName: string;
  url: string;
  help: Help;
} & (RechargeMail | LowBalanceMail);

type RechargeMail = {
  kind: 'invoice' | 'reminder' | 'paid' | 'expired';
  invoiceNumber: string;
  points: number;
  amountMinor: number;
  currency: string;
  expiresAt: Date;
};

type LowBalanceMail = { kind: 'low_balance'; balance: number; alertPoints: number };

type Words = { heading: string; situation: string; whatNext: string };

function wordsOf(props: MoneyEmailProps): Words {
  if (props.kind === 'low_balance') {
    return {
      heading: 'The Company Balance is low',
      situation: `The Company Balance has ${formatPoints(props.balance)}: less than the ${formatPoints(props.alertPoints)} at which you want to know.`,
      whatNext: 'Recharge in time, so that no send has to wait.',
    };
  }
  const what = `${formatPoints(props.points)} for ${formatMoney(props)}`;
  const invoice = `Invoice ${props.invoiceNumber}`;
  // An offer until a day is good on that day, so the day is that of the last moment.
  const lastDay = formatDate(props.expiresAt);
  switch (props.kind) {
    case 'invoice':
      return {
        heading: `${invoice} for your recharge`,
        situation: `You asked for ${what}. The proforma invoice is attached.`,
        whatNext: `Pay by ${lastDay} (UTC), on line or by bank transfer with the number ${props.invoiceNumber}. The points are in the Company Balance as soon as the payment is confirmed.`,
      };
    case 'reminder':
      return {
        heading: `${invoice} waits for its payment`,
        situation: `${what} have not been paid yet. The proforma invoice is attached once more.`,
        whatNext: `Pay by ${lastDay} (UTC). If you have paid meanwhile, or do not need it any more, there is nothing to do.`,
      };
    case 'paid':
      return {
        heading: `${invoice} is paid`,
        situation: `${formatPoints(props.points)} are in the Company Balance: ${formatMoney(props)} came. Thank you.`,
        whatNext: 'Sends that waited for funds go out by themselves, the longest waiting first.',
      };
    case 'expired':
      return {
        heading: `${invoice} has expired`,
        situation: `No payment for ${what} came in time. Nothing was credited.`,
        whatNext:
          'Ask for a new recharge. If your payment is on its way, tell support its reference.',
      };
  }
}

const html = loadTemplate<Words & { adminName: string }>(__dirname, 'money-email.html.hbs', 'html');
const text = loadTemplate<Words & { adminName: string }>(__dirname, 'money-email.text.hbs', 'text');
