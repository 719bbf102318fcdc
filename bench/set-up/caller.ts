import { Agent, request } from 'node:http';
import type { Row } from './people';

/** Callers of an HTTP interface, on connections that are kept alive. */
export function createCaller(options: {
  url: string;
  apiKey: string;
  connections: number;
}): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const headers = {
    authorization: `Bearer ${options.apiKey}`,
    'content-type': 'application/json',
  };
  return {
    post: (rows) => {
      const body = Buffer.from(JSON.stringify({ recipients: rows }));
      return new Promise((resolve, reject) => {
        const call = request(options.url, {
          agent,
          method: 'POST',
          headers: { ...headers, 'content-length': body.length },
        });
        call.once('error', reject);
        call.once('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('end', () => {
            if (response.statusCode === 201) resolve();
            else reject(new Error(`${response.statusCode}: ${Buffer.concat(chunks).toString()}`));
          });
        });
        call.end(body);
      });
    },
    close: () => {
      agent.destroy();
    },
  };
}

export interface Caller {
  /** Sends one distribution. @throws Error when it is not answered with 201 */
  post: (rows: readonly Row[]) => Promise<void>;
  close(): void;
}
