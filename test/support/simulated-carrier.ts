import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createSimulatedCarrier, type SimulatedCarrier } from '../../carrier/simulated-carrier';
import type { CleanUp } from './clean-up';
import { CARRIER_SECRET } from './company';
import { createTemporaryDirectory } from './temporary-directory';

/**
 * The demo's carrier, which does by itself nothing but what a test chooses. Its address is needed
 * before ours is known, so it is told that later.
 */
export async function startTestCarrier(cleanUp: CleanUp): Promise<TestCarrier> {
  const folder = await createTemporaryDirectory();
  cleanUp(() => rm(folder, { recursive: true }));
  let carrier: SimulatedCarrier | undefined;
  let isAway = false;
  const front = createServer((request, response) => {
    if (isAway || carrier === undefined) response.writeHead(503).end();
    else carrier.server.emit('request', request, response);
  }).listen(0, '127.0.0.1');
  await once(front, 'listening');
  cleanUp(async () => {
    carrier?.stop();
    front.closeAllConnections();
    front.close();
    await once(front, 'close');
  });
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    reportTo: (apiUrl) => {
      carrier = createSimulatedCarrier({
        callbackUrl: `${apiUrl}/webhooks/carrier`,
        secret: CARRIER_SECRET,
        file: path.join(folder, 'shipments.json'),
        stepMilliseconds: NEVER_MILLISECONDS,
        log: () => undefined,
      });
    },
    setAway: (away) => {
      isAway = away;
    },
    choose: (orderId, what) => carrier?.choose({ orderId, what }),
  };
}

export interface TestCarrier {
  url: string;
  reportTo: (apiUrl: string) => void;
  /** Answers 503 to everything. */
  setAway: (away: boolean) => void;
  /** What happens to a parcel next; one that has not left leaves first. */
  choose: (orderId: string, what: Parameters<SimulatedCarrier['choose']>[0]['what']) => void;
}

const NEVER_MILLISECONDS = 3_600_000;
