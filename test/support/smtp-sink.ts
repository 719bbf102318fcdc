import type { AddressInfo, Socket } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { waitFor } from './wait-for';

/**
 * A real SMTP server on 127.0.0.1 that keeps what it is given and misbehaves on request. It can be
 * stopped and started again on its port, as a mail server that is down and comes back.
 *
 * Content is parsed when a test reads it, never while it is received: 1 process takes more than
 * 1,500 mails a second.
 */
export async function startSmtpSink(
  options: Behaviour & { port?: number } = {},
): Promise<SmtpSink> {
  const mails: ReceivedMail[] = [];
  const attempts = new Map<string, number>();
  let behaviour: Behaviour = options;
  let listener = await listen(options.port ?? 0, receive);
  const { port } = listener;

  function receive(from: string, to: string): Treatment {
    const attempt = (attempts.get(to) ?? 0) + 1;
    attempts.set(to, attempt);
    const { at = 'data', delayMilliseconds = 0 } = behaviour;
    return {
      answer: behaviour.behave?.({ from, to, attempt }) ?? 'accept',
      at,
      delayMilliseconds,
      keep: (mail) => mails.push(mail),
    };
  }

  function mailsTo(address: string): ReceivedMail[] {
    return mails.filter((mail) => mail.envelope.to.includes(address));
  }

  return {
    port,
    smtpUrl: `smtp://127.0.0.1:${port}`,
    mails,
    mailsTo,
    waitForMails: (count, timeoutMilliseconds) =>
      waitFor(`${count} mails`, () => mails.length >= count && [...mails], {
        timeoutMilliseconds,
        lastSeen: () => `${mails.length} mails`,
      }),
    readMailTo: async (address, timeoutMilliseconds) => {
      const mail = await waitFor(`a mail to ${address}`, () => mailsTo(address).at(-1), {
        timeoutMilliseconds,
        lastSeen: () => [...new Set(mails.flatMap((mail) => mail.envelope.to))].slice(0, 20),
      });
      return mail.read();
    },
    setBehaviour: (changed) => {
      behaviour = changed;
    },
    clear: () => {
      mails.length = 0;
      attempts.clear();
    },
    stop: () => listener.close(),
    start: async () => {
      listener = await listen(port, receive);
    },
  };
}

export interface SmtpSink {
  readonly port: number;
  readonly smtpUrl: string;
  /** Everything received whole, in order, also what was then refused by dropping the connection. */
  readonly mails: readonly ReceivedMail[];
  mailsTo(address: string): ReceivedMail[];
  /** Resolves when at least `count` mails are there. */
  waitForMails(count: number, timeoutMilliseconds?: number): Promise<ReceivedMail[]>;
  /** Waits for a mail to this address and reads the newest. */
  readMailTo(address: string, timeoutMilliseconds?: number): Promise<MailContent>;
  /** Replaces the behaviour as a whole: `setBehaviour({})` accepts everything at once. */
  setBehaviour(behaviour: Behaviour): void;
  /** Forgets the mails and the attempts. */
  clear(): void;
  /** The mail server goes down: connections break, new ones are refused. Mails stay. */
  stop(): Promise<void>;
  /** The mail server comes back on the same port. */
  start(): Promise<void>;
}

export interface Behaviour {
  /** Decided once for each recipient; `attempt` counts from 1 since the start or `clear`. */
  behave?: (mail: { from: string; to: string; attempt: number }) => Answer;
  /** Every answer to a mail comes this much later. */
  delayMilliseconds?: number;
  /** Where a refusal or a silence happens: at RCPT TO or after the content. Default: data. */
  at?: 'rcpt' | 'data';
}

/**
 * `drop-after-data`: the mail is kept, its acknowledgement is lost. `hang`: no answer, ever.
 */
export type Answer = 'accept' | 'drop-after-data' | 'hang' | { code: number; message: string };

export interface ReceivedMail {
  envelope: { from: string; to: string[] };
  /** As sent, with its angle brackets; undefined when the mail has none. */
  readonly messageId: string | undefined;
  raw: Buffer;
  receivedAt: Date;
  /** False when the connection was dropped in place of an answer. */
  acknowledged: boolean;
  read(): Promise<MailContent>;
}

export interface MailContent {
  subject: string;
  html: string;
  text: string;
  /** The From and To headers as text: `Name <address>`. */
  from: string;
  to: string;
  /** By lower-case name, unfolded; of a repeated header the last. */
  headers: Record<string, string>;
}

interface Treatment {
  answer: Answer;
  at: 'rcpt' | 'data';
  delayMilliseconds: number;
  keep(mail: ReceivedMail): void;
}

type Receive = (from: string, to: string) => Treatment;
type Reply = (error?: Error) => void;

async function listen(
  wantedPort: number,
  receive: Receive,
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Map<number, Socket>();
  const delays = new Set<NodeJS.Timeout>();
  const treatments = new Map<string, Treatment>();

  function later(milliseconds: number, act: () => void): void {
    if (milliseconds === 0) return act();
    const timer = setTimeout(() => {
      delays.delete(timer);
      act();
    }, milliseconds);
    delays.add(timer);
  }

  function onRcptTo(to: { address: string }, session: SMTPServerSession, reply: Reply): void {
    const from = senderOf(session);
    const treatment = receive(from, to.address);
    treatments.set(session.id, treatment);
    if (treatment.at === 'data') return reply();
    later(treatment.delayMilliseconds, () => {
      if (treatment.answer !== 'hang') reply(refusal(treatment.answer));
    });
  }

  function onData(stream: SMTPServerDataStream, session: SMTPServerSession, reply: Reply): void {
    const chunks: Buffer[] = [];
    const treatment = treatments.get(session.id)!;
    treatments.delete(session.id);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const { answer } = treatment;
      const dropped = answer === 'drop-after-data';
      if (dropped || answer === 'accept') {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const envelope = { from: senderOf(session), to };
        treatment.keep(receivedMail(envelope, Buffer.concat(chunks), !dropped));
      }
      later(treatment.at === 'data' ? treatment.delayMilliseconds : 0, () => {
        if (dropped) sockets.get(session.remotePort)?.destroy();
        else if (answer !== 'hang') reply(refusal(answer));
      });
    });
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData,
    onRcptTo,
    socketTimeout: SOCKET_TIMEOUT_MILLISECONDS,
  });
  server.server.on('connection', (socket: Socket) => {
    const port = socket.remotePort!;
    sockets.set(port, socket);
    socket.once('close', () => sockets.delete(port));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wantedPort, '127.0.0.1', resolve);
  });
  // A client that goes away in the middle of a mail is what many tests are about.
  server.removeAllListeners('error').on('error', () => undefined);

  return {
    port: (server.server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const timer of delays) clearTimeout(timer);
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}

/** Longer than any test: a silence ends when the client or the test ends it. */
const SOCKET_TIMEOUT_MILLISECONDS = 600_000;

function senderOf(session: SMTPServerSession): string {
  return session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
}

function refusal(answer: Answer): Error | undefined {
  if (typeof answer === 'string') return undefined;
  return Object.assign(new Error(answer.message), { responseCode: answer.code });
}

function receivedMail(
  envelope: ReceivedMail['envelope'],
  raw: Buffer,
  acknowledged: boolean,
): ReceivedMail {
  let messageId: string | undefined;
  return {
    envelope,
    raw,
    acknowledged,
    receivedAt: new Date(),
    get messageId() {
      // Tests count the different ones again and again.
      messageId ??= messageIdOf(raw);
      return messageId;
    },
    read: () => read(raw),
  };
}

function messageIdOf(raw: Buffer): string | undefined {
  const head = raw.toString('latin1', 0, raw.indexOf('\r\n\r\n'));
  return /^message-id:\s*(\S+)/im.exec(head)?.[1];
}

async function read(raw: Buffer): Promise<MailContent> {
  const parsed = await simpleParser(raw, { skipTextToHtml: true, skipImageLinks: true });
  const to = [parsed.to ?? []].flat();
  return {
    subject: parsed.subject ?? '',
    html: parsed.html === false ? '' : (parsed.html ?? ''),
    text: parsed.text ?? '',
    from: parsed.from?.text ?? '',
    to: to.map((address) => address.text).join(', '),
    headers: Object.fromEntries(
      parsed.headerLines.map(({ key, line }) => [
        key,
        line
          .slice(line.indexOf(':') + 1)
          .replaceAll(/\r?\n\s+/g, ' ')
          .trim(),
      ]),
    ),
  };
}
