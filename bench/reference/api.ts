import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { z } from 'zod';
import type { Row } from '../set-up/people';

/** The HTTP interface of a reference: a key, a validated body, and 201 once the send is durable. */
export async function listen(
  apiKey: string,
  accept: (rows: Row[]) => Promise<string>,
): Promise<string> {
  const keyHash = sha256(`Bearer ${apiKey}`);
  const app = express();
  app.disable('x-powered-by');
  app.post('/distributions', express.json({ limit: '5mb' }), async (request, response) => {
    if (!timingSafeEqual(keyHash, sha256(request.headers.authorization ?? ''))) {
      response.status(401).json({ error: { code: 'unauthorized' } });
      return;
    }
    const parsed = body.safeParse(request.body);
    if (!parsed.success) {
      response.status(422).json({ error: { code: 'rows_refused', issues: parsed.error.issues } });
      return;
    }
    const id = await accept(parsed.data.recipients);
    response.status(201).json({ id, status: 'accepted', recipients: parsed.data.recipients });
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const body = z.strictObject({
  recipients: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(200),
        email: z.email().max(254),
        points: z.int().min(1).max(10_000_000),
        citation: z.string().max(1_000),
      }),
    )
    .min(1)
    .max(500),
});

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
