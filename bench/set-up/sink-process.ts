import { createServer, type Socket } from 'node:net';
import { clockMilliseconds } from '../clock';
import type { SinkMessage, SinkSight } from './sink';

/**
 * The mail server that everybody who is measured sends to, as a process of its own: it answers what
 * SMTP asks (RFC 5321), looks at the Message-ID and forgets the mail. It does as little as it can,
 * because what it takes from the cores is taken from both sides and draws every ratio towards 1.
 */
function main(): void {
  let seen = new Set<string>();
  let bytes = 0;
  let expected = 0;

  const take = (mail: string): void => {
    const at = clockMilliseconds();
    const before = seen.size;
    seen.add(messageIdOf(mail));
    if (seen.size === before) return; // Sent again: at least once is what everybody promises.
    bytes += mail.length;
    if (seen.size === expected) tell({ mails: seen.size, bytes, lastAtMilliseconds: at });
  };

  process.on('message', ({ expect }: SinkMessage) => {
    seen = new Set();
    bytes = 0;
    expected = expect;
    tell('expecting');
  });
  process.once('disconnect', () => process.exit(0));

  const server = createServer({ noDelay: true }, (socket) => {
    serve(socket, take);
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('No port for the sink');
    tell({ port: address.port });
  });
}

function tell(message: SinkSight | 'expecting' | { port: number }): void {
  process.send?.(message);
}

const END_OF_MAIL = '\r\n.\r\n';

function serve(socket: Socket, take: (mail: string) => void): void {
  let buffered = '';
  let isMail = false;
  socket.setEncoding('latin1');
  socket.on('error', () => socket.destroy());
  socket.write('220 sink\r\n');
  socket.on('data', (chunk: string) => {
    buffered += chunk;
    for (;;) {
      const mark = isMail ? END_OF_MAIL : '\r\n';
      const end = buffered.indexOf(mark);
      if (end === -1) return;
      const text = buffered.slice(0, end);
      buffered = buffered.slice(end + mark.length);
      if (isMail) take(text);
      const verb = isMail ? '' : text.slice(0, 4).toUpperCase();
      isMail = verb === 'DATA';
      socket.write(ANSWERS[verb] ?? '250 Ok\r\n');
      if (verb === 'QUIT') socket.end();
    }
  });
}

const ANSWERS: Record<string, string> = {
  DATA: '354 Go on\r\n',
  QUIT: '221 Bye\r\n',
};

function messageIdOf(mail: string): string {
  const id = /^message-id:\s*(\S+)/im.exec(mail)?.[1];
  if (id === undefined) throw new Error('A mail without Message-ID');
  return id;
}

main();
