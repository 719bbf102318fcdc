import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { type Database, rowsOf, type Transaction } from '../../db/pool';
import type { CleanUp } from './clean-up';
import { waitFor } from './wait-for';

/** An integrator's server: a real HTTP receiver that keeps what is posted, and misbehaves on request. */
export async function startWebhookReceiver(cleanUp: CleanUp): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  let behave: Behaviour = () => 200;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const { headers, method = '', url = '' } = request;
      const { type, timestamp, data } = JSON.parse(body) as ReceivedWebhook;
      const id = String(headers['webhook-id']);
      const webhook = { id, type, timestamp, data, body, headers, method, path: url };
      received.push(webhook);
      const attempt = received.filter((other) => other.id === id).length;
      const answer = behave(webhook, attempt, response);
      if (answer === undefined) return;
      response.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {});
      response.end(answer < 300 ? 'thanks' : 'no');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    setBehaviour: (changed) => {
      behave = changed;
    },
    clear: () => {
      received.length = 0;
    },
    waitFor: (count, path = '/') =>
      waitFor(
        `${count} webhooks`,
        () => {
          const those = received.filter((webhook) => webhook.path === path);
          return those.length >= count && those;
        },
        { lastSeen: () => received.map(({ type, path: at }) => `${type} ${at}`) },
      ),
  };
}

/** An event for one endpoint, of a kind that nothing has told. */
export async function writeWebhook(
  db: Database | Transaction,
  endpoint: { companyId: string; endpointId: string },
  type = 'reward.credited',
): Promise<void> {
  await rowsOf(
    db,
    `WITH event AS (
       INSERT INTO webhook_events (company_id, type, data) VALUES (?, ?, '{}') RETURNING id, company_id
     )
     INSERT INTO webhook_deliveries (company_id, event_id, endpoint_id)
     SELECT company_id, id, ? FROM event`,
    [endpoint.companyId, type, endpoint.endpointId],
  );
}

/** Throws unless this secret has signed it. */
export function verifyWebhook({ body, headers }: ReceivedWebhook, secret: string): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}

/** The status to answer; undefined when it answers by itself, or not at all. */
type Behaviour = (
  webhook: ReceivedWebhook,
  attempt: number,
  response: ServerResponse,
) => number | undefined;

export interface ReceivedWebhook {
  id: string;
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
  body: string;
  headers: IncomingHttpHeaders;
  method: string;
  path: string;
}

export interface WebhookReceiver {
  url: string;
  received: readonly ReceivedWebhook[];
  setBehaviour: (behave: Behaviour) => void;
  clear: () => void;
  /** Those at this path, when there are so many. */
  waitFor: (count: number, path?: string) => Promise<ReceivedWebhook[]>;
}
