import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { checkSignature, signMessage } from './signature';

/**
 * A carrier that exists only in the demo and in tests: takes shipments as a real one (carrier.ts),
 * moves them by a plan, and tells us by signed callbacks, each repeated until we take it. A person
 * chooses at its page what happens to a parcel. All that it knows stands in one file, so that it goes
 * on where it was.
 */
export function createSimulatedCarrier(options: SimulatedCarrierOptions): SimulatedCarrier {
  const store = openStore(options.file);
  const courier = createCourier(options, store);
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      options.log(`A call failed: ${String(error)}`);
      response.writeHead(500).end();
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const [, first = '', orderId = '', action = ''] = (request.url ?? '/').split('/');
    if (first === 'healthz') return answer(response, 200, { status: 'ok' });
    // What people choose at the page changes something: no other site may do it for them.
    if (first === '' && request.method === 'GET') return showPage(response, store);
    if (first === 'choose' && request.method === 'POST') {
      if (!isOwnPage(request)) return answer(response, 403, { error: 'Not from this page' });
      const chosen = choice.safeParse(Object.fromEntries(new URLSearchParams(body.toString())));
      if (!chosen.success) return answer(response, 400, { error: 'Unknown choice' });
      courier.choose(chosen.data);
      response.writeHead(303, { location: '/' }).end();
      return;
    }
    if (first !== 'shipments') return answer(response, 404, { error: 'Nothing here' });
    const signed = checkSignature(options.secret, request.headers, body, nowSeconds());
    if (signed.verdict !== 'signed') return answer(response, 401, { error: signed.verdict });
    answerShipment(response, { method: request.method ?? '', orderId, action, body });
  }

  function answerShipment(
    response: ServerResponse,
    call: { method: string; orderId: string; action: string; body: Buffer },
  ): void {
    const { method, orderId, action } = call;
    const known = store.find(orderId);
    if (method === 'PUT' && action === '') {
      return answer(response, known ? 200 : 201, shown(known ?? courier.take(orderId, call.body)));
    }
    if (known === undefined) return answer(response, 404, { error: 'No such shipment' });
    if (method === 'GET') return answer(response, 200, shown(known));
    if (action === 'cancel') {
      if (known.status === 'created') courier.cancel(known);
      return answer(response, known.status === 'cancelled' ? 200 : 409, shown(known));
    }
    const isOnTheWay = !['created', 'attempt_failed'].includes(known.status);
    if (!isOnTheWay) courier.changeAddress(known, call.body);
    return answer(response, isOnTheWay ? 409 : 200, shown(known));
  }

  return {
    server,
    choose: courier.choose,
    stop: () => {
      courier.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}

export interface SimulatedCarrierOptions {
  /** Where callbacks go: `…/webhooks/carrier`. */
  callbackUrl: string;
  secret: string;
  file: string;
  /** Between two things that happen to a parcel. */
  stepMilliseconds: number;
  log: (line: string) => void;
}

export interface SimulatedCarrier {
  server: Server;
  choose: (choice: Choice) => void;
  stop: () => void;
}

const choice = z.object({
  orderId: z.string(),
  what: z.enum(['delivered', 'nobody_home', 'wrong_address', 'returned', 'lost', 'nothing']),
});
type Choice = z.infer<typeof choice>;

interface Shipment {
  orderId: string;
  shipmentId: string;
  status: string;
  attempts: number;
  addressVersion: number;
  city: string;
  /** What comes next, in order; empty: nothing happens until somebody chooses. */
  plan: string[];
  nextAt: number;
  /** Callbacks that were not taken yet, oldest first. */
  outbox: { id: string; body: string; at: number; tries: number }[];
}

/** Moves parcels by their plans and delivers callbacks, both looked at several times a second. */
function createCourier(options: SimulatedCarrierOptions, store: Store) {
  const sending = new Set<string>();
  const timer = setInterval(() => {
    for (const shipment of store.all()) {
      if (shipment.plan.length > 0 && shipment.nextAt <= Date.now()) step(shipment);
      const [first] = shipment.outbox;
      if (first !== undefined && first.at <= Date.now()) void deliver(shipment, first);
    }
  }, TICK_MILLISECONDS);

  function step(shipment: Shipment): void {
    const happens = shipment.plan.shift();
    shipment.nextAt = Date.now() + options.stepMilliseconds;
    if (happens === 'nobody_home' || happens === 'wrong_address') {
      shipment.attempts += 1;
      shipment.status = 'attempt_failed';
      tell(shipment, { kind: 'attempt_failed', attempt: shipment.attempts, reason: happens });
      // Rule R15: three attempts, then the parcel goes back.
      if (shipment.attempts === 3) shipment.plan = ['returned'];
    } else if (happens !== undefined) {
      shipment.status = happens;
      tell(shipment, { kind: happens });
    }
    store.save();
  }

  function tell(shipment: Shipment, report: object): void {
    const occurredAt = new Date().toISOString();
    const body = JSON.stringify({ orderId: shipment.orderId, occurredAt, ...report });
    shipment.outbox.push({ id: `msg_${randomUUID()}`, body, at: Date.now(), tries: 0 });
  }

  async function deliver(shipment: Shipment, message: Shipment['outbox'][number]): Promise<void> {
    if (sending.has(shipment.orderId)) return;
    sending.add(shipment.orderId);
    try {
      await postSigned(options, message);
      shipment.outbox.shift();
    } catch (error) {
      message.tries += 1;
      message.at = Date.now() + Math.min(2 ** message.tries * 250, LONGEST_PAUSE_MILLISECONDS);
      options.log(`A callback was not taken (try ${message.tries}): ${String(error)}`);
    } finally {
      sending.delete(shipment.orderId);
    }
    store.save();
  }

  return {
    take(orderId: string, body: Buffer): Shipment {
      const made: Shipment = {
        ...{ orderId, shipmentId: `SIM-${orderId.slice(-12).toUpperCase()}`, status: 'created' },
        ...{
          attempts: 0,
          addressVersion: 1,
          city: cityIn(body),
          plan: ['dispatched', 'delivered'],
        },
        ...{ nextAt: Date.now() + options.stepMilliseconds, outbox: [] },
      };
      store.add(made);
      return made;
    },
    cancel(shipment: Shipment): void {
      Object.assign(shipment, { status: 'cancelled', plan: [] });
      store.save();
    },
    changeAddress(shipment: Shipment, body: Buffer): void {
      shipment.city = cityIn(body);
      shipment.addressVersion += 1;
      store.save();
    },
    /** From now on nothing happens to the parcel but this; `nothing`: it is silent. */
    choose: ({ orderId, what }: Choice): void => {
      const shipment = store.find(orderId);
      if (shipment === undefined || ENDS.includes(shipment.status)) return;
      const before = shipment.status === 'created' ? ['dispatched'] : [];
      shipment.plan = what === 'nothing' ? [] : [...before, what];
      shipment.nextAt = Date.now();
      store.save();
    },
    stop: () => clearInterval(timer),
  };
}

/** @throws Error when the callback was not taken */
async function postSigned(
  { callbackUrl, secret }: SimulatedCarrierOptions,
  { id, body }: Shipment['outbox'][number],
): Promise<void> {
  const signed = { id, timestampSeconds: nowSeconds(), body };
  const { ok, status } = await fetch(callbackUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signMessage(secret, signed) },
    body,
    signal: AbortSignal.timeout(CALLBACK_TIMEOUT_MILLISECONDS),
  });
  if (!ok) throw new Error(`HTTP ${status}`);
}

const ENDS = ['delivered', 'returned', 'lost', 'cancelled'];
const TICK_MILLISECONDS = 100;
const CALLBACK_TIMEOUT_MILLISECONDS = 10_000;
const LONGEST_PAUSE_MILLISECONDS = 30_000;

type Store = ReturnType<typeof openStore>;

/** Written whole and renamed: a kill leaves the state before or after, never half of one. */
function openStore(file: string) {
  const shipments = new Map(readStore(file).map((shipment) => [shipment.orderId, shipment]));
  const save = (): void => {
    // The newest are kept: a demo does not need more, and a file that grows for ever slows each step.
    const kept = [...shipments.values()].slice(-SHIPMENTS_KEPT);
    writeFileSync(`${file}.new`, JSON.stringify(kept), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  return {
    all: () => [...shipments.values()],
    find: (orderId: string) => shipments.get(orderId),
    add: (shipment: Shipment) => {
      shipments.set(shipment.orderId, shipment);
      save();
    },
    save,
  };
}

const SHIPMENTS_KEPT = 1_000;

function readStore(file: string): Shipment[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Shipment[]) : [];
}

function shown({ shipmentId, status, attempts, addressVersion }: Shipment): object {
  return { shipmentId, status, attempts, addressVersion, trackingUrl: null };
}

function showPage(response: ServerResponse, store: Store): void {
  const rows = store
    .all()
    .reverse()
    .map(
      ({
        orderId,
        shipmentId,
        status,
        attempts,
        city,
        outbox,
      }) => `<tr><td>${escape(shipmentId)}</td>
<td>${escape(city)}</td><td>${escape(status)}, ${attempts} failed</td><td>${outbox.length}</td>
<td><form method="post" action="/choose"><input type="hidden" name="orderId" value="${escape(orderId)}">
${choice.shape.what.options.map((what) => `<button name="what" value="${what}">${what.replaceAll('_', ' ')}</button>`).join(' ')}
</form></td></tr>`,
    );
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
  });
  response.end(`<!doctype html><html lang="en"><title>Simulated carrier</title>
<style>body{font:16px/1.5 sans-serif;margin:2rem}td,th{padding:.3rem .8rem;text-align:left}</style>
<h1>Simulated carrier</h1><p>By default a parcel leaves and is delivered after some seconds. Choose what
happens to one instead. After three failed attempts it comes back.</p>
<table><tr><th>Shipment</th><th>To</th><th>State</th><th>Callbacks waiting</th><th>What happens</th></tr>
${rows.join('\n')}</table></html>`);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Browsers name the site that a form is on; scripts of the demo name none. */
function isOwnPage({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}

const addressed = z.object({ address: z.object({ city: z.string() }) });

function cityIn(body: Buffer): string {
  return addressed.parse(JSON.parse(body.toString())).address.city;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function answer(response: ServerResponse, status: number, content: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
