import { createHash } from 'node:crypto';
import express, { type Request, type Response, Router } from 'express';
import { checkSignature } from '../carrier/signature';
import { carrierCallback } from '../contracts/orders';
import { parcelSignals } from '../contracts/workflows';
import { type CallbackVerdict, receiveCallback, traceCallback } from '../db/carrier-callbacks';
import type { ParcelReport } from '../domain/order-states';
import type { Services } from './context';
import { Refusal } from './errors';
import { refusedCallbackLimit } from './rate-limits';
import { answerError } from './rest';

/**
 * What the carrier tells us, at POST /webhooks/carrier, signed as Standard Webhooks are. What was
 * signed is answered 200 with what became of it, a duplicate too, so that it is not sent for ever;
 * what was not is refused. Each leaves a trace.
 */
export function createCarrierRouter(services: Services): Router {
  const router = Router();
  router.post(
    '/carrier',
    // The signature is over the bytes as they came.
    express.raw({ type: () => true, limit: MAX_CALLBACK_BYTES }),
    (request, response) => receive(services, request, response),
  );
  router.use(
    (error: unknown, request: Request, response: Response, _next: express.NextFunction) => {
      answerError(error, request, response, services.log);
    },
  );
  return router;
}

const MAX_CALLBACK_BYTES = 64 * 1024;

async function receive(services: Services, request: Request, response: Response): Promise<void> {
  const { platformDb, settings, dispatcher } = services;
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const trace = {
    bodySha256: createHash('sha256').update(body).digest(),
    clientAddress: request.ip ?? '',
  };
  const secret = settings.carrierSecret;
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const signed =
    secret === undefined
      ? ({ verdict: 'forged', id: undefined } as const)
      : checkSignature(secret, request.headers, body, nowSeconds);
  if (signed.verdict !== 'signed') {
    await leaveTrace(services, response, {
      ...trace,
      verdict: signed.verdict,
      callbackId: signed.id,
    });
    throw new Refusal(
      signed.verdict === 'forged' ? 'invalid_signature' : 'timestamp_out_of_tolerance',
    );
  }
  const parsed = carrierCallback.safeParse(parseJson(body));
  if (!parsed.success) {
    await leaveTrace(services, response, { ...trace, verdict: 'malformed', callbackId: signed.id });
    const issues = parsed.error.issues.map(({ path, message }) => ({
      path: path.map(String).join('.'),
      code: 'bad_request' as const,
      message,
    }));
    throw new Refusal('bad_request', { issues });
  }
  const callback = parsed.data;
  const received = { callback, callbackId: signed.id, ...trace };
  const { verdict, eventId } = await receiveCallback(platformDb, received, settings);
  if (verdict === 'unknown_order') throw new Refusal('not_found');
  const signal = signalOf(callback.kind);
  dispatcher.wakeOrder({ orderId: callback.orderId, eventId, ...(signal && { signal }) });
  response.json({ outcome: verdict });
}

/** A stranger can fill no table: beyond some a minute, what he sends is refused without a trace. */
async function leaveTrace(
  { platformDb }: Services,
  response: Response,
  trace: Parameters<typeof traceCallback>[1] & { verdict: CallbackVerdict },
): Promise<void> {
  const reply = { headers: {} as Record<string, string> };
  try {
    await refusedCallbackLimit(platformDb, trace.clientAddress).take(reply);
  } finally {
    response.set(reply.headers);
  }
  await traceCallback(platformDb, trace);
}

/** A lost parcel has no signal of its own: the order's workflow only looks again. */
function signalOf(kind: ParcelReport['kind']): keyof typeof parcelSignals | undefined {
  const names = Object.keys(parcelSignals) as (keyof typeof parcelSignals)[];
  return names.find((name) => parcelSignals[name] === kind);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined; // refused by the schema
  }
}
