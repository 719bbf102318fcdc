import {
  formatDateTime,
  formatDuration,
  formatNumber,
  formatPoints,
  pointsNoun,
} from '../../../emails/format';
import { describeReason, type ReasonCode } from '../../../domain/reasons';
import type { TicketState } from '../../../domain/tickets';

/**
 * What the pages say that mails lead to. A text around something that is set off is a list of its parts:
 * what stands between them is the page's.
 */
export const en = {
  language: 'en',
  formats: {
    number: formatNumber,
    points: formatPoints,
    pointsNoun,
    dateTime: formatDateTime,
    duration: formatDuration,
  },
  layout: {
    whereToTurn: 'Where to turn',
    ticket: 'Raise a ticket',
    email: 'E-mail:',
    whatsapp: 'WhatsApp:',
  },
  hero: { received: 'You received', waiting: 'Waiting for you', from: 'from' },
  registration: {
    title: (points: string) => `Receive ${points}`,
    titleRefused: (points: string) => `Not registered yet: ${points}`,
    citation: 'Citation',
    held: ['The points are held for ', '. Register, and they are in your wallet at once.'],
    name: 'Your name',
    register: (points: string) => `Register and receive ${points}`,
    nothingYet: (until: string) =>
      `Opening this page did nothing yet: you receive the points when you press the button. The link works until ${until}; after that, the points return to the company.`,
    invalidName: describeReason('invalid_name').nextAction,
  },
  registered: {
    title: (points: string) => `You received ${points}`,
    welcome: [
      'Welcome, ',
      '. You are registered, and the points are in your wallet, ready to use.',
    ],
    toWallet: 'See your wallet',
  },
  activation: {
    title: 'Activate your account',
    hello: [
      'Hello ',
      ', an account was made for you, and the points are in its wallet already. Activate the account to see and use them.',
    ],
    activate: 'Activate your account',
    nothingYet:
      'Opening this page did nothing yet: the account is active when you press the button.',
  },
  activated: {
    title: 'Your account is active',
    welcome: ['Welcome, ', '. What you receive from ', ' is in your wallet, ready to use.'],
    toWallet: 'See your wallet',
  },
  linkProblem: {
    cannotBeUsed: 'This link cannot be used',
    cannotRegister: 'You cannot register with this link',
    whatToDo: 'What to do:',
    toWallet: 'See your wallet',
    otherwise: 'If that does not help, turn to us: the ways are below.',
    problems: {
      link_used: textOf('link_used'),
      link_expired: textOf('link_expired'),
      registered_with_another_company: {
        message: 'Your e-mail address is already registered with another company.',
        nextAction:
          'An address belongs to one company only. Ask the sender to use another address of yours.',
      },
      not_found: {
        message: 'This link is not one of ours, or it was not copied whole.',
        nextAction: 'Open the link in the e-mail again, or copy all of it.',
      },
      sign_in: {
        message: 'This sign-in link has expired or was used before.',
        nextAction: 'Ask for a new one on the wallet page.',
      },
    },
  },
  signIn: {
    title: 'Sign in to your wallet',
    titleSent: 'Look into your mail',
    titleRefused: 'Not sent yet: sign in to your wallet',
    onItsWay: ['If ', ' has a wallet, a link is on its way, valid 15 minutes.'],
    thatAddress: 'that address',
    nothingCame: 'Nothing came? Look among the junk mail, or ask for another link.',
    again:
      'You were signed out after a while. What you typed is kept on this device: sign in here, and go on.',
    noPassword: 'No password is needed: we mail you a link.',
    email: 'Your e-mail address',
    mail: 'Mail me a link',
    mailAnother: 'Mail me another link',
    invalidEmail: describeReason('invalid_email').nextAction,
    tooMany: 'Too many links were asked for. Wait a quarter of an hour, then try again.',
  },
  signInConfirm: {
    title: 'Open your wallet',
    press: 'Press the button to sign in on this device.',
    signIn: 'Sign in to your wallet',
    once: 'The link works once. If you did not ask for it, close this page.',
  },
  help: {
    title: 'Help',
    titleRefused: 'Not sent yet: help',
    titleSent: (number: string) => `Your ticket ${number}`,
    haveIt: 'We have your message',
    yourTicket: (promise: string) => [
      'Your ticket is ',
      `. A person answers by e-mail within ${promise}.`,
    ],
    giveNumber: 'Please give this number when you write to us or call.',
    intro: (promise: string) =>
      `Something about your points is not as it should be? Tell us here, and a person answers within ${promise}.`,
    answerTo: ['We answer to ', '.'],
    email: 'The e-mail address that the points were sent to',
    about: 'What is it about?',
    didNotArrive: 'Points or an e-mail did not arrive',
    other: 'Something else',
    wrong: 'What is wrong?',
    send: 'Send',
    invalidEmail: describeReason('invalid_email').nextAction,
    textMissing: 'Write what is wrong, in at most 5,000 characters.',
    tooMany: 'You have written several times already. Wait an hour, then try again.',
  },
  ticket: {
    title: (number: string) => `Your ticket ${number}`,
    titleRefused: (number: string) => `Not sent yet: your ticket ${number}`,
    haveIt: 'We have your message.',
    /** What the form of the help page is kept as, for support, in another language. */
    subjects: {} as Readonly<Record<string, string>>,
    standings: {
      open: 'Support has your messages, and answers by e-mail.',
      waiting_for_customer: 'Support waits for your answer.',
      resolved: 'This ticket is closed. Write below to open it again.',
    } satisfies Record<TicketState, string>,
    you: 'You',
    support: 'Support',
    write: 'Write to support',
    send: 'Send',
    textMissing: 'Write your message, in at most 5,000 characters.',
    tooMany: 'You have written many times already. Wait an hour, then try again.',
  },
  error: {
    notFound: 'Not found',
    nameRequest: 'When you turn to us, name this request:',
    /** Of `domain/reasons.ts`, which is English itself: what another language says in its place. */
    reasons: {} as Readonly<Record<string, { message: string; nextAction: string }>>,
  },
};

function textOf(code: ReasonCode): { message: string; nextAction: string } {
  const { message, nextAction } = describeReason(code);
  return { message, nextAction };
}

/** Texts of one kind, in whichever words. */
type Said<Part> = Part extends (...values: infer Values) => infer Result
  ? (...values: Values) => Said<Result>
  : Part extends string
    ? string
    : { readonly [Key in keyof Part]: Said<Part[Key]> };

export type PageTexts = Said<typeof en>;
