import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Logger } from 'pino';
import type { BouncedMail } from '../domain/bounce-address';
import type { BounceAddresses } from './bounce-addresses';
import { readReport, type Report } from './read-report';

/**
 * The mail server that mails come back to. It takes mail for addresses that we have written and for
 * none else, relays nothing, sends nothing, and keeps nothing: what it cannot deal with now it refuses
 * for the moment, and the sender comes again (RFC 5321 section 4.5.4.1).
 */
export async function listenForBounces(options: {
  host: string;
  port: number;
  addresses: BounceAddresses;
  log: Logger;
  /** @throws when it could not be written down; it will be brought again. */
  take: (mail: BouncedMail, report: FailedReport) => Promise<'taken' | 'too_early'>;
}): Promise<BounceListener> {
  const { addresses, log, take } = options;
  const recipients = new WeakMap<SMTPServerSession, BouncedMail>();
  const strangers = new Map<string, number>();

  const server = new SMTPServer({
    name: addresses.domain,
    banner: 'Bestow takes back what could not be delivered',
    // Nobody signs in, and there is no certificate to offer: in front of it stands an MTA, if need be.
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: MAX_BYTES,
    maxClients: MAX_CLIENTS,
    socketTimeout: SOCKET_TIMEOUT_MILLISECONDS,
    closeTimeout: CLOSE_TIMEOUT_MILLISECONDS,
    onRcptTo: ({ address }, session, reply) => {
      const mail = addresses.read(address);
      if (typeof mail === 'string') {
        const before = strangers.get(session.id) ?? 0;
        strangers.set(session.id, before + 1);
        if (before >= MAX_STRANGERS) return reply(answer(421, '4.7.0 Too many wrong addresses'));
        return reply(
          mail === 'elsewhere'
            ? answer(550, '5.7.1 Mail is not relayed')
            : answer(550, '5.1.1 There is no such address'),
        );
      }
      // A notification has one recipient; a second one gets a transaction of its own.
      if (session.envelope.rcptTo.length > 0) return reply(answer(452, '4.5.3 One at a time'));
      recipients.set(session, mail);
      return reply();
    },
    onData: (stream, session, reply) => {
      const mail = recipients.get(session);
      if (mail === undefined) throw new Error('Data without a recipient');
      receive(stream, mail).then(reply, (err: unknown) => {
        log.warn({ err, rewardId: mail.rewardId }, 'A bounce could not be written down');
        reply(answer(451, '4.3.0 Not at the moment, please come again'));
      });
    },
    onClose: ({ id }) => {
      strangers.delete(id);
    },
  });

  const receive = async (
    stream: SMTPServerDataStream,
    mail: BouncedMail,
  ): Promise<Error | null> => {
    const content = await readAll(stream);
    if (content === undefined) return answer(552, '5.3.4 Too much for a notification');
    const report = await readReport(content);
    if (report.kind !== 'failed') {
      log.info({ rewardId: mail.rewardId, mail: mail.mail, kind: report.kind }, 'Nothing bounced');
      return null;
    }
    const outcome = await take(mail, report);
    return outcome === 'taken' ? null : answer(451, '4.3.0 Not yet, please come again');
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  // Clients that vanish in the middle of a sentence are the usual noise of a public port.
  server.removeAllListeners('error');
  server.on('error', (err) => log.debug({ err }, 'A client of the bounce listener went away'));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('It listens to no port');
  return {
    port: address.port,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

export type FailedReport = Extract<Report, { kind: 'failed' }>;

export interface BounceListener {
  port: number;
  close: () => Promise<void>;
}

/** A notification with the whole of our mail, banner and all, is a tenth of it. */
const MAX_BYTES = 1024 * 1024;
/** At most so many megabytes are held at once; a sender who finds no place comes again. */
const MAX_CLIENTS = 50;
/** A mistake or two are a mistake; more is somebody who tries addresses. */
const MAX_STRANGERS = 5;
const SOCKET_TIMEOUT_MILLISECONDS = 60_000;
const CLOSE_TIMEOUT_MILLISECONDS = 3_000;

function answer(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

/** @returns undefined when it was too much; the rest is read and dropped, so that the answer is heard. */
async function readAll(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (stream.sizeExceeded) chunks.length = 0;
    else chunks.push(chunk);
  }
  return stream.sizeExceeded ? undefined : Buffer.concat(chunks);
}
