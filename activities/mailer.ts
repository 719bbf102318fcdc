import { types } from 'node:util';
import { createTransport } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool';

/**
 * The road to the mail server: a pool of SMTP connections. One message has one recipient, given in
 * an explicit envelope, so that nothing in a name or an address can add another.
 */
export function createMailer(options: {
  smtpUrl: string;
  connections: number;
  from: string;
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
  const domain = options.from.slice(options.from.lastIndexOf('@') + 1);
  return {
    connections: options.connections,
    send: async (message) => {
      try {
        const sent = await transport.sendMail({
          from: { name: message.fromName, address: options.from },
          to: { name: message.toName, address: message.toAddress },
          envelope: { from: options.from, to: [message.toAddress] },
          messageId: `<${message.messageKey}@${domain}>`,
          subject: message.subject,
          html: message.html,
          text: message.text,
          attachments: message.attachments ?? [],
        });
        return { outcome: 'accepted', detail: firstLine(sent.response) };
      } catch (error) {
        return classifyMailError(error);
      }
    },
    close: () => transport.close(),
  };
}

export interface Mailer {
  connections: number;
  /** Never throws for what a mail server does: its answer is the outcome. */
  send: (message: MailMessage) => Promise<MailOutcome>;
  close: () => void;
}

export interface MailMessage {
  /** Unique and stable per mail: the left side of the Message-ID (RFC 5322 section 3.6.4). */
  messageKey: string;
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
  | { outcome: 'refused'; detail: string }
  /** Anything that may pass. `unreachable`: no answer came, so the next mail would fare the same. */
  | { outcome: 'deferred'; detail: string; unreachable: boolean };

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
  const detail = firstLine(response ?? code ?? error.message);
  const aboutThisMail = command === 'RCPT TO' || command === 'DATA' || code === 'EENVELOPE';
  if (responseCode !== undefined && responseCode >= 500 && aboutThisMail) {
    return { outcome: 'refused', detail };
  }
  return { outcome: 'deferred', detail, unreachable: responseCode === undefined };
}

const MAX_DETAIL_CHARACTERS = 200;

/** The answer without addresses: details stand in time lines, which are not for personal data. */
function firstLine(text: string): string {
  const line = text.split(/[\r\n]/, 1)[0] ?? '';
  return line.replaceAll(/<?[^\s<>@]+@[^\s<>@]+>?/g, '<address>').slice(0, MAX_DETAIL_CHARACTERS);
}
