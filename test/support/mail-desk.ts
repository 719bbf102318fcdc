import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MailContent, SmtpSink } from './smtp-sink';
import { waitFor } from './wait-for';

/**
 * Lets tests in other processes ask a mail server for what it got, and tell it what to refuse:
 * `GET /mails?to=…`, `PUT` and `DELETE /refusals?ending=…`, on 127.0.0.1.
 */
export async function startMailDesk(sink: SmtpSink): Promise<MailDesk> {
  const refusals = new Map<string, Refusal>();
  sink.setBehaviour({
    // As mail servers do it: who is not there is known before the content comes.
    at: 'rcpt',
    behave: ({ to }) => {
      const ending = [...refusals.keys()].find((each) => to.endsWith(each));
      return (ending !== undefined && refusals.get(ending)) || 'accept';
    },
  });

  async function answer(request: IncomingMessage): Promise<unknown> {
    const { pathname, searchParams } = new URL(request.url!, 'http://desk');
    const ending = searchParams.get('ending')!;
    switch (`${request.method} ${pathname}`) {
      case 'GET /mails':
        return Promise.all(sink.mailsTo(searchParams.get('to')!).map((mail) => mail.read()));
      case 'PUT /refusals':
        return refusals.set(ending, JSON.parse(await bodyOf(request)) as Refusal).size;
      case 'DELETE /refusals':
        return refusals.delete(ending);
      default:
        throw new Error(`The desk does not know ${request.method} ${pathname}`);
    }
  }

  const server = createServer((request, response) => {
    answer(request).then(
      (body) => response.end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(JSON.stringify(String(error))),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface MailDesk {
  url: string;
  stop: () => Promise<void>;
}

interface Refusal {
  code: number;
  message: string;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The mails of the shared product, as a test sees them. */
export function askMailDesk(url: string): Mails {
  async function ask(method: string, path: string, body?: Refusal): Promise<unknown> {
    const said = await fetch(`${url}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await said.json();
    if (!said.ok) throw new Error(String(answer));
    return answer;
  }
  const to = async (address: string) =>
    (await ask('GET', `/mails?to=${encodeURIComponent(address)}`)) as MailContent[];
  return {
    to,
    readTo: (address) => waitFor(`a mail to ${address}`, async () => (await to(address)).at(-1)),
    readMatch: (address, pattern, after = 0) =>
      waitFor(`a mail to ${address} with ${pattern}`, async () => {
        const texts = (await to(address)).slice(after).map(({ text }) => text);
        return texts.map((text) => pattern.exec(text)?.[0]).findLast(Boolean);
      }),
    refuse: async (ending, refusal) => {
      await ask('PUT', `/refusals?ending=${encodeURIComponent(ending)}`, refusal);
    },
    acceptAgain: async (ending) => {
      await ask('DELETE', `/refusals?ending=${encodeURIComponent(ending)}`);
    },
  };
}

export interface Mails {
  /** All to this address so far, oldest first. */
  to: (address: string) => Promise<MailContent[]>;
  /** Waits for a mail to this address and reads the newest. */
  readTo: (address: string) => Promise<MailContent>;
  /**
   * Waits for a text in a mail to this address, and gives the newest.
   *
   * @param after how many mails to this address are of no interest
   */
  readMatch: (address: string, pattern: RegExp, after?: number) => Promise<string>;
  /** Addresses with this ending are refused from now on: `@gone.example`, 550 and a reason. */
  refuse: (ending: string, refusal: Refusal) => Promise<void>;
  acceptAgain: (ending: string) => Promise<void>;
}
