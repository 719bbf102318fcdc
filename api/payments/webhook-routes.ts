import { createHash } from 'node:crypto';
import express, { type Request, type Response, Router } from 'express';
import { noteUntrustedPayment, takePayment } from '../../db/payments';
import type { Services } from '../context';
import { errorBody, Refusal } from '../errors';
import { reasons } from '../../domain/reasons';
import { strangerWebhookLimit } from '../rate-limits';
import { tellOfPayment } from './tell-of-payment';

/**
 * What payment providers send: POST /webhooks/payments/<provider>. The signature is over the bytes of
 * the body, so they are read as they are. A payment that is believed is answered with 200 whatever
 * became of it: it is kept, with a ticket if it is not credited, and the provider need not send it again.
 */
export function createPaymentWebhookRouter(services: Services): Router {
  const router = Router();
  const readBody = express.raw({ limit: MAX_BODY, type: () => true });
  for (const provider of services.paymentProviders) {
    router.post(`/${provider.name}`, readBody, async (request, response) => {
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const signature = request.get('Stripe-Signature') ?? '';
      const judged = provider.readWebhook({ rawBody, signature });
      if (judged.kind === 'refused') {
        const bodyHash = createHash('sha256').update(rawBody).digest('hex');
        const eventKey = `${judged.reason}/${bodyHash}`;
        await refuseEvent({ provider: provider.name, eventKey, reason: judged.reason });
      }
      if (judged.kind !== 'payment') return void response.json({ received: true });
      const payment = { ...judged.payment, provider: provider.name, from: 'webhook' };
      const taken = await takePayment(services.platformDb, payment, services.settings);
      tellOfPayment(services, taken);
      if (taken.status === 'refused') {
        const { paymentId, reason, ticketId } = taken;
        services.log.warn({ paymentId, reason, ticketId }, 'A payment was not credited');
      }
      response.json({ received: true, status: taken.status });

      async function refuseEvent(event: Parameters<typeof noteUntrustedPayment>[1]) {
        // Whoever floods us with forgeries fills no table: after some, they are refused untraced.
        const reply = { headers: {} };
        try {
          await strangerWebhookLimit(services.platformDb, provider.name).take(reply);
        } catch (error) {
          response.set(reply.headers);
          throw error;
        }
        await noteUntrustedPayment(services.platformDb, event);
        services.log.warn({ reason: event.reason }, 'A payment event was not believed');
        throw new Refusal(event.reason);
      }
    });
  }
  router.use((error: unknown, request: Request, response: Response, next: express.NextFunction) => {
    if (!(error instanceof Refusal)) return next(error);
    response.status(reasons[error.code].httpStatus).json({ error: errorBody(error, request.id) });
  });
  return router;
}

/** A checkout session has a few kilobytes. */
const MAX_BODY = '256kb';
