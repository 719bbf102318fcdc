import type { IncomingMessage, Server } from 'node:http';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';

/**
 * The mail catcher: maildev's SMTP server and inbox, put together from its packages, because its own
 * program listens for the whole network, lets any web page that is open in the browser read the
 * inbox, and takes no mail until it has read the old ones again (2 ms a mail).
 *
 * Arguments: SMTP port, port of the pages, and the folder of the mails, when they shall be kept.
 */
async function runMailCatcher([smtpPort, webPort, folder]: string[]): Promise<void> {
  const { FileStorage } = await import('@maildev/core');
  const { createSMTPServer } = await import('@maildev/smtp');

  const mailDir = folder ?? mkdtempSync(path.join(tmpdir(), 'bestow-mail-'));
  let isRestoring = true;
  let mailsOfEarlierRuns = new Set<string>();
  class Inbox extends FileStorage {
    // Mail arrives while the old mails are read: a new one that is still being written must not
    // take the place of itself, half as long. What is restored counts as read, what arrives does not.
    override async save(email: Parameters<(typeof FileStorage)['prototype']['save']>[0]) {
      const isHalfRead = email.read && isRestoring && !mailsOfEarlierRuns.has(`${email.id}.eml`);
      if (!isHalfRead) await super.save(email);
    }
  }
  const storage = new Inbox({ mailDirectory: mailDir, maxEmails: MAILS_KEPT });
  await storage.initialize();
  mailsOfEarlierRuns = new Set(readdirSync(mailDir));

  const smtp = createSMTPServer({
    port: Number(smtpPort),
    host: LOOPBACK,
    storage,
    mailDir,
    logger: false, // It would write every subject, which names people, into a log.
  });
  await smtp.start();
  // Loaded only now: mail is taken 0.4 s earlier than it can be looked at.
  const { createAPIServer } = await import('@maildev/api');
  const { registerUI } = await import('@maildev/ui/server');
  const pages = createAPIServer({
    port: Number(webPort),
    host: LOOPBACK,
    storage,
    smtp,
    cors: { origin: false, credentials: false },
  });
  await pages.registerPlugins();
  await registerUI(pages.server, {});
  refuseOtherSites(pages.server.server, Number(webPort));
  await pages.listen();
  process.once('SIGTERM', () => {
    if (folder === undefined) rmSync(mailDir, { recursive: true, force: true });
    process.exit(0);
  });

  await smtp.pruneMailDir(MAILS_KEPT);
  await smtp.loadMailsFromDirectory();
  isRestoring = false;
}

const LOOPBACK = '127.0.0.1';
/** About 15 kB each in memory, and 2 ms each to read again at the next start. */
const MAILS_KEPT = 10_000;

/**
 * The inbox has no password: browsers do not let a page that was opened with one in its address
 * fetch anything, so maildev's own page stays empty. Its readers are told apart by what browsers say
 * of themselves: another site names itself in Origin, and one that had its own name resolve to this
 * machine (DNS rebinding) names that in Host. Before maildev's listeners, because its socket.io
 * answers without asking its web framework.
 */
function refuseOtherSites(server: Server, port: number): void {
  const hosts = [`${LOOPBACK}:${port}`, `localhost:${port}`];
  const origins = [undefined, ...hosts.map((host) => `http://${host}`)];
  const isOurs = ({ headers }: IncomingMessage) =>
    hosts.includes(headers.host ?? '') && origins.includes(headers.origin);

  const answer = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response) => {
    if (!isOurs(request)) {
      response.writeHead(403).end('This inbox answers to its own pages only.\n');
      return;
    }
    // maildev's page is there only for who asks for HTML by name, which scripts do not.
    if (request.url === '/') request.headers.accept = 'text/html';
    for (const listener of answer) Reflect.apply(listener, server, [request, response]);
  });
  server.prependListener('upgrade', (request: IncomingMessage, socket: Duplex) => {
    if (!isOurs(request)) socket.destroy();
  });
}

runMailCatcher(process.argv.slice(2)).catch((err: unknown) => {
  console.error(err);
  process.exit(1);
});
