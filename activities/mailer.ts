import { types } from 'node:util';
import { createTransport } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool';
import type { BouncedMail } from '../domain/bounce-address';
import type { DomainLimiter } from '../domain/domain-limiter';
import { classifyRefusal, type MailRefusal, withoutAddresses } from '../domain/mail-failures';
import { sendWhole } from './whole-message';

/**
 * The road to the mail server: a pool of SMTP connections. One message has one recipient, given in
 * an explicit envelope, so that nothing in a name or an address can add another.
 */
export function createMailer(options: {
  smtpUrl: string;
  connections: number;
  from: string;
  /** Gives the address that a mail about a reward comes back to; without it that is `from`. */
  bounceAddressOf?: ((mail: BouncedMail) => string) | undefined;
  limiter?: DomainLimiter;
}): Mailer {
  const pool: SMTPPool.Options = {
    url: options.smtpUrl,
    pool: true,
    maxConnections: options.connections,
    maxMessages: Number.POSITIVE_INFINITY,
    // The workflow retries; the pool would do it without anybody knowing.
    maxRequeues: 0,
    connectionTimeout: CONNECT_TIMEOUT_MILLISECONDS,
    greetingTimeout: CONNECT_TIMEOUT_MILLISECONDS,
    socketTimeout: SOCKET_TIMEOUT_MILLISECONDS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  // RFC 3834: the header keeps out-of-office answers away.
  const transport = createTransport(pool, { headers: { 'Auto-Submitted': 'auto-generated' } });
  transport.use('stream', sendWhole);
  const domain = options.from.slice(options.from.lastIndexOf('@') + 1);
  const returnPathOf = ({ messageKey, mailVersion }: MailMessage): string => {
    if (mailVersion === undefined || options.bounceAddressOf === undefined) return options.from;
    const [rewardId = '', ...mail] = messageKey.split('.');
    return options.bounceAddressOf({ rewardId, mail: mail.join('.'), version: mailVersion });
  };
  const counts = { accepted: 0, refused: 0, deferred: 0 };
  const send = async (message: MailMessage): Promise<MailOutcome> => {
    try {
      const sent = await transport.sendMail({
        from: { name: message.fromName, address: options.from },
        to: { name: message.toName, address: message.toAddress },
        envelope: { from: returnPathOf(message), to: [message.toAddress] },
        messageId: `<${message.messageKey}@${domain}>`,
        subject: message.subject,
        html: message.html,
        text: message.text,
        attachments: message.attachments ?? [],
      });
      return { outcome: 'accepted', detail: withoutAddresses(sent.response) };
    } catch (error) {
      return classifyMailError(error);
    }
  };
  return {
    connections: options.connections,
    ...(options.limiter && { limiter: options.limiter }),
    counts,
    send: async (message) => {
      const sent = await send(message);
      counts[sent.outcome] += 1;
      return sent;
    },
    close: () => transport.close(),
  };
}

export interface Mailer {
  connections: number;
  /** Of mails in slices: what is sent one by one is never that many. */
  limiter?: DomainLimiter;
  /** Of this process, since it began. */
  counts: Readonly<Record<MailOutcome['outcome'], number>>;
  /** Never throws for what a mail server does: its answer is the outcome. */
  send: (message: MailMessage) => Promise<MailOutcome>;
  close: () => void;
}

export interface MailMessage {
  /** Unique and stable per mail: the left side of the Message-ID (RFC 5322 section 3.6.4). */
  messageKey: string;
  /** Of a mail about a reward, whose key is `<reward id>.<mail>`: it has a bounce address of its own. */
  mailVersion?: number;
  fromName: string;
  toName: string;
  toAddress: string;
  subject: string;
  html: string;
  text: string;
  attachments?: { filename: string; contentType: string; content: Buffer }[];
}

export type MailOutcome =
  | { outcome: 'accepted'; detail: string }
  /** A permanent answer to this recipient: it would be the same tomorrow (RFC 5321, 5yz). */
  | { outcome: 'refused'; detail: string; reason: MailRefusal }
  /** Anything that may pass. `unreachable`: no answer came, so the next mail would fare the same. */
  | { outcome: 'deferred'; detail: string; unreachable: boolean; reason?: 'mailbox_full' };

const CONNECT_TIMEOUT_MILLISECONDS = 10_000;
/** RFC 5321 section 4.5.3.2 allows a server minutes after DATA; a retry is cheaper than a stuck lane. */
const SOCKET_TIMEOUT_MILLISECONDS = 60_000;

/** A permanent refusal is one of the recipient or of the message; a 5yz at login is our own trouble. */
export function classifyMailError(error: unknown): MailOutcome {
  // Not instanceof: Node's own socket errors are of another realm where the tests run.
  if (!types.isNativeError(error)) throw error;
  const { responseCode, command, code, response } = error as Error & {
    responseCode?: number;
    command?: string;
    code?: string;
    response?: string;
  };
  const detail = withoutAddresses(response ?? code ?? error.message);
  const aboutThisMail = command === 'RCPT TO' || command === 'DATA' || code === 'EENVELOPE';
  if (responseCode !== undefined && responseCode >= 500 && aboutThisMail) {
    return { outcome: 'refused', detail, reason: classifyRefusal(response ?? '') };
  }
  const deferred = {
    outcome: 'deferred',
    detail,
    unreachable: responseCode === undefined,
  } as const;
  // The one answer of a server in good health that is worth telling apart (RFC 3463, X.2.2).
  const isFull = aboutThisMail && /\b4\.2\.2\b/.test(response ?? '');
  return isFull ? { ...deferred, reason: 'mailbox_full' } : deferred;
}
