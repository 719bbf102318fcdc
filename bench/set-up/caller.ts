import { Agent, request } from 'node:http';
import type { Row } from './people';

/** Callers of an HTTP interface, on connections that are kept alive. */
export function createCaller(options: {
  url: string;
  apiKey: string;
  connections: number;
}): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const authorization = `Bearer ${options.apiKey}`;
  const call = (path: string, body: Buffer, contentType: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const posted = request(`${options.url}${path}`, {
        agent,
        method: 'POST',
        headers: { authorization, 'content-type': contentType, 'content-length': body.length },
      });
      posted.once('error', (error: NodeJS.ErrnoException) => {
        // The server dropped an idle connection in the moment in which it was used again; nothing
        // was read of this request (https://nodejs.org/api/http.html#requestreusedsocket).
        if (posted.reusedSocket && error.code === 'ECONNRESET') {
          resolve(call(path, body, contentType));
        } else reject(error);
      });
      posted.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('end', () => {
          const answer = Buffer.concat(chunks).toString();
          if (response.statusCode === 201) resolve(answer);
          else reject(new Error(`${path}: ${response.statusCode}: ${answer.slice(0, 500)}`));
        });
      });
      posted.end(body);
    });
  const postJson = (path: string, body: unknown): Promise<string> =>
    call(path, Buffer.from(JSON.stringify(body)), 'application/json');
  return {
    post: async (rows) => {
      await postJson('/distributions', { recipients: rows });
    },
    postJson,
    upload: async (fileName, content) => {
      const boundary = '----bestow-bench';
      const body = Buffer.concat([
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\n` +
            'Content-Type: application/octet-stream\r\n\r\n',
        ),
        content,
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]);
      return call('/uploads', body, `multipart/form-data; boundary=${boundary}`);
    },
    close: () => {
      agent.destroy();
    },
  };
}

/** @throws Error, each of them, when the answer is not 201 */
export interface Caller {
  /** Sends one distribution. */
  post: (rows: readonly Row[]) => Promise<void>;
  postJson: (path: string, body: unknown) => Promise<string>;
  upload: (fileName: string, content: Buffer) => Promise<string>;
  close(): void;
}
