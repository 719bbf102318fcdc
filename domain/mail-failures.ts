import type { Reason } from './reasons';

/**
 * Why a mail did not arrive, as far as the answer of a mail server tells. Each opens a ticket of its
 * own cause. A part of the one table in reasons.ts.
 */
export const mailFailureReasons = {
  mailbox_not_found: {
    message: 'There is no mailbox with this e-mail address.',
    nextAction: 'Check the spelling of the address with the recipient and correct it.',
    httpStatus: 422,
    retryable: false,
  },
  mailbox_full: {
    message: 'The mailbox of the recipient is full.',
    nextAction: 'Ask the recipient to make room, then have the e-mail sent again.',
    httpStatus: 422,
    retryable: true,
  },
  mail_blocked: {
    message: 'The mail server of the recipient blocks e-mails of this platform.',
    nextAction: 'Support takes care of it; meanwhile a claim link can be handed over.',
    httpStatus: 422,
    retryable: false,
  },
  mail_policy: {
    message: 'A rule of the recipient’s organisation does not let this e-mail in.',
    nextAction:
      'Ask the recipient’s IT department to allow e-mails of this platform, then send it again.',
    httpStatus: 422,
    retryable: false,
  },
  mailbox_unreachable: {
    message: 'The e-mail came back: the mail server of the recipient could not be reached.',
    nextAction: 'Check the domain of the address, or send the e-mail again later.',
    httpStatus: 422,
    retryable: true,
  },
  mailbox_rejected: {
    message: 'The mail server of the recipient refused the e-mail for good.',
    nextAction: 'Check the address with the recipient.',
    httpStatus: 422,
    retryable: false,
  },
  mail_server_unreachable: {
    message: 'The e-mail could not be handed over to a mail server.',
    nextAction:
      'Nothing to do: the points are safe. It is tried again by itself for a day, then support takes over.',
    httpStatus: 503,
    retryable: true,
  },
} as const satisfies Record<string, Reason>;

export type MailFailure = keyof typeof mailFailureReasons;

/** What a mail server said for good. `mail_server_unreachable` is what nobody said anything to. */
export type MailRefusal = Exclude<MailFailure, 'mail_server_unreachable'>;

export const mailFailures = Object.keys(mailFailureReasons) as MailFailure[];

/**
 * Reads the answer of a mail server that refuses for good: the enhanced status code (RFC 3463 with
 * the registry of RFC 5248) if there is one, then words of answers that say more than their code, as
 * those of the large providers do, then the plain code (RFC 5321 section 4.2.2).
 *
 * @param answer the reply or diagnostic as text; of several lines, all of them.
 * @param status the enhanced status code, if it stands apart from the text (RFC 3464, `Status`).
 */
export function classifyRefusal(answer: string, status?: string): MailRefusal {
  const enhanced = status ?? enhancedStatusOf(answer) ?? '';
  const [, subject = '', detail = ''] = enhanced.split('.');
  const exact = BY_DETAIL[`${subject}.${detail}`];
  if (exact !== undefined) return exact;
  // What a general code leaves open; Microsoft's 5.4.1 "Recipient address rejected" is a mailbox.
  const said = BY_WORDS.find(([, words]) => words.test(answer));
  if (said !== undefined) return said[0];
  if (subject === '7') return isOfSenderReputation(detail) ? 'mail_blocked' : 'mail_policy';
  return BY_SUBJECT[subject] ?? BY_CODE[/\b5\d\d\b/.exec(answer)?.[0] ?? ''] ?? 'mailbox_rejected';
}

/** `5.1.1` at the beginning of an answer (RFC 2034) or after its code; undefined when it has none. */
export function enhancedStatusOf(answer: string): string | undefined {
  return /(?:^|[\s;-])([245]\.\d{1,3}\.\d{1,3})(?=\s|$|[;,:)-])/.exec(answer)?.[1];
}

const BY_DETAIL: Partial<Record<string, MailRefusal>> = {
  '1.1': 'mailbox_not_found',
  '1.2': 'mailbox_not_found', // no such domain
  '1.3': 'mailbox_not_found',
  '1.6': 'mailbox_not_found', // moved, without a forwarding address
  '1.10': 'mailbox_not_found', // null MX: takes no mail at all (RFC 7505)
  '2.1': 'mailbox_not_found', // disabled
  '2.2': 'mailbox_full',
  '2.3': 'mail_policy', // longer than the mailbox takes
  '3.4': 'mail_policy', // too big for the system
  '4.4': 'mailbox_not_found', // the domain has no route
};

const BY_WORDS: readonly [MailRefusal, RegExp][] = [
  ['mailbox_full', /quota|mailbox (?:is )?full|out of storage|insufficient (?:system )?storage/i],
  [
    'mailbox_not_found',
    /(?:no such|unknown|invalid) (?:user|recipient|mailbox|address|account)|(?:user|recipient|mailbox|account|address)\b.{0,40}(?:unknown|not found|does ?n[o'’]t exist|unavailable|not exist|disabled|inactive)|does ?n[o'’]t have an? \S+ account|recipient address rejected: access denied|recipientnotfound|host or domain name not found/i,
  ],
  [
    'mail_blocked',
    /spam|black ?list|block ?list|\bblocked\b|\bdnsbl\b|\brbl\b|reputation|spamhaus|banned|unsolicited|unauthenticated|\bspf\b|\bdkim\b|\bdmarc\b|reverse dns|\bptr\b/i,
  ],
];

/**
 * Security codes that are about the sending system: SPF, DKIM, DMARC and reverse DNS (RFC 7372, RFC
 * 7489), and Microsoft's ranges for spam, banned addresses and bad reputation.
 */
function isOfSenderReputation(detail: string): boolean {
  const code = Number(detail);
  return (code >= 20 && code <= 28) || (code >= 500 && code <= 799);
}

const BY_SUBJECT: Partial<Record<string, MailRefusal>> = {
  '1': 'mailbox_not_found',
  '4': 'mailbox_unreachable',
  '6': 'mail_policy', // the content or its form
};

const BY_CODE: Partial<Record<string, MailRefusal>> = {
  // Not 550: it is for a missing mailbox and for every other refusal alike.
  '551': 'mailbox_not_found',
  '552': 'mailbox_full',
};

/**
 * The first line of an answer, without addresses and invisible characters: details stand in time
 * lines, which are not for personal data.
 */
export function withoutAddresses(answer: string): string {
  const line = answer.split(/[\r\n]/, 1)[0] ?? '';
  return line
    .replaceAll(/\p{C}/gu, ' ')
    .replaceAll(/<?[^\s<>@]+@[^\s<>@]+>?/g, '<address>')
    .slice(0, MAX_DETAIL_CHARACTERS);
}

const MAX_DETAIL_CHARACTERS = 200;
