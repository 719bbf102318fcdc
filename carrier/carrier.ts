import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { PostalAddress } from '../domain/postal-address';
import { signMessage } from './signature';

/**
 * The road to the carrier, over HTTP. A shipment is named by our order's id, so each call can be
 * repeated: the same shipment comes back. What the interface is: docs/decisions/0028.
 *
 * Never throws for what a carrier does: its answer is the outcome. `refused` would be the same
 * tomorrow; `deferred` may pass; `too_late`: the parcel is further than the call expects.
 */
export function createCarrier({ url, secret }: { url: string; secret: string }): Carrier {
  const call = async (method: string, path: string, content?: object): Promise<CarrierAnswer> => {
    const body = content === undefined ? '' : JSON.stringify(content);
    const timestampSeconds = Math.floor(Date.now() / 1_000);
    try {
      const response = await fetch(`${url.replace(/\/$/, '')}${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          ...signMessage(secret, { id: randomUUID(), timestampSeconds, body }),
        },
        ...(content !== undefined && { body }),
        redirect: 'error',
        signal: AbortSignal.timeout(CALL_TIMEOUT_MILLISECONDS),
      });
      return readAnswer(response.status, await response.text());
    } catch (error) {
      // No answer, or one that broke off: fetch gives TypeError, the signal TimeoutError.
      const name = error instanceof Error ? error.name : 'Error';
      return { outcome: 'deferred', detail: `No answer (${name})` };
    }
  };
  return {
    createShipment: ({ orderId, address, items }) =>
      call('PUT', `/shipments/${orderId}`, { address, items }),
    changeAddress: ({ orderId, address, version }) =>
      call('PUT', `/shipments/${orderId}/address`, { address, version }),
    cancelShipment: ({ orderId }) => call('POST', `/shipments/${orderId}/cancel`, {}),
  };
}

/** Where none is configured: what is to be handed over waits until one is. */
export function createMissingCarrier(): Carrier {
  const wait = async (): Promise<CarrierAnswer> => ({
    outcome: 'deferred',
    detail: 'No carrier is configured',
  });
  return { createShipment: wait, changeAddress: wait, cancelShipment: wait };
}

export interface Carrier {
  createShipment: (shipment: {
    orderId: string;
    address: PostalAddress;
    items: { name: string; quantity: number }[];
  }) => Promise<CarrierAnswer>;
  changeAddress: (change: {
    orderId: string;
    address: PostalAddress;
    /** Grows: an older address never replaces a newer one. */
    version: number;
  }) => Promise<CarrierAnswer>;
  cancelShipment: (which: { orderId: string }) => Promise<CarrierAnswer>;
}

export type CarrierAnswer =
  | { outcome: 'done'; shipmentId: string; trackingUrl: string | null; status: string }
  | { outcome: 'deferred' | 'refused' | 'too_late' | 'unknown'; detail: string };

const CALL_TIMEOUT_MILLISECONDS = 10_000;

const shipment = z.object({
  shipmentId: z.string().min(1).max(200),
  trackingUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .default(null),
  status: z.string().max(40),
});

function readAnswer(status: number, text: string): CarrierAnswer {
  const detail = `HTTP ${status}`;
  if (status === 404) return { outcome: 'unknown', detail };
  if (status === 409) return { outcome: 'too_late', detail };
  // RFC 9110 section 15.5: these of the 4xx say "later"; a wrong secret is our trouble, not the order's.
  if (status >= 500 || [401, 403, 408, 425, 429].includes(status))
    return { outcome: 'deferred', detail };
  if (status >= 400) return { outcome: 'refused', detail };
  const parsed = shipment.safeParse(parseJson(text));
  if (parsed.success) return { outcome: 'done', ...parsed.data };
  return { outcome: 'deferred', detail: `${detail} with a body that is not understood` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // refused by the schema
  }
}
