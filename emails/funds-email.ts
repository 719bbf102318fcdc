import { formatDateTime, formatPoints } from './format';
import type { Help } from './help';
import { loadTemplate } from './load-template';
import { type Mail, renderMail } from './render-mail';

/**
 * The mail to owners and admins about a send that takes its points at its time: that they would not be
 * there, or were not.
 */
export function renderFundsEmail(props: FundsEmailProps): Mail {
  const view = viewOf(props);
  return renderMail({
    subject: `${view.heading}: ${props.companyName}`,
    preheader: view.situation,
    contentHtml: html(view),
    contentText: text(view),
    buttonLabel: 'Open Bestow',
    buttonUrl: props.url,
    note: 'You receive this because you are an owner or an admin of this company.',
    help: props.help,
  });
}

export type FundsEmailProps = {
  /** It is to be sent yet, was cancelled at its time, or waits since then. */
  kind: 'warning' | 'cancelled' | 'waiting';
  /** What happens at its time when the points are missing still. */
  ifInsufficient: 'fail' | 'wait';
  adminName: string;
  companyName: string;
  recipients: number;
  points: number;
  balance: number;
  sendAt: Date;
  url: string;
  help: Help;
};

type FundsView = {
  adminName: string;
  heading: string;
  situation: string;
  figures: string;
  whatNext: string;
};

function viewOf(props: FundsEmailProps): FundsView {
  const people = props.recipients === 1 ? '1 recipient' : `${props.recipients} recipients`;
  const send = `The send to ${people} of ${formatDateTime(props.sendAt)}`;
  const missing = formatPoints(Math.max(props.points - props.balance, 0));
  const figures = `It needs ${formatPoints(props.points)}; the Company Balance has ${formatPoints(props.balance)}. ${missing} are missing.`;
  return { adminName: props.adminName, figures, ...words[props.kind](send, props.ifInsufficient) };
}

/** What each kind says, in the order: what it is about, what is so, what happens next. */
const words: Record<
  FundsEmailProps['kind'],
  (
    send: string,
    ifInsufficient: FundsEmailProps['ifInsufficient'],
  ) => Pick<FundsView, 'heading' | 'situation' | 'whatNext'>
> = {
  warning: (send, ifInsufficient) => ({
    heading: 'A scheduled send lacks points',
    situation: `${send} cannot be paid by the Company Balance yet.`,
    whatNext:
      ifInsufficient === 'wait'
        ? 'Recharge before that time; else the send waits, and goes out by itself when the points are there.'
        : 'Recharge before that time, or the send is cancelled and nobody receives anything.',
  }),
  cancelled: (send) => ({
    heading: 'A scheduled send was cancelled',
    situation: `${send} was cancelled: the Company Balance was too low.`,
    whatNext: 'No points were taken and nobody was mailed. Recharge, and send again.',
  }),
  waiting: (send) => ({
    heading: 'A scheduled send waits for points',
    situation: `${send} waits: the Company Balance is too low.`,
    whatNext: 'It goes out by itself when you have recharged. Until then it can be cancelled.',
  }),
};

const html = loadTemplate<FundsView>(__dirname, 'funds-email.html.hbs', 'html');
const text = loadTemplate<FundsView>(__dirname, 'funds-email.text.hbs', 'text');
