import {
  condition,
  continueAsNew,
  defineSignal,
  log,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import {
  type CarrierErrand,
  type FulfilOrderInput,
  type ParcelSignal,
  parcelSignals,
  signalNames,
  type TendedOrder,
} from '../contracts/workflows';
import { retryDelayMilliseconds } from '../domain/retry-rounds';
import { LONGEST_WAIT_MILLISECONDS, nextWait } from './next-wait';
import { startTicket } from './open-tickets';
import { orderAttributesOf } from './search-attributes';

// For ever: an order that was paid is not given up because a database is away. The time is that of a
// call to a carrier, or of a few mails to a server, that answers no connection.
const activities = proxyActivities<Activities>({
  startToCloseTimeout: '5 minutes',
  // A worker that dies is noticed long before (activities/while-beating.ts).
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

export const orderChanged = defineSignal<[ParcelSignal?]>(signalNames.orderChanged);

/**
 * Fulfils one order (rule R15): hands the parcel to the carrier, tells it of another address or of a
 * cancellation, mails the recipient what happens, calls a human when nobody reports, and ends when
 * the goods are delivered or the points are back. The database knows what is true; a signal makes this
 * look again, and one of an operator does first what it says.
 */
export async function fulfilOrder({ orderId }: FulfilOrderInput): Promise<void> {
  const inbox = listen();
  const carrier = createErrands(orderId);
  let mailRounds = 0;

  for (;;) {
    // Whoever wakes has changed something: what was refused may be taken now.
    if (inbox.isWoken) carrier.tryAgain();
    inbox.isWoken = false;
    for (let told = inbox.told.shift(); told !== undefined; told = inbox.told.shift()) {
      const { outcome } = await activities.recordParcelReport({ orderId, ...told });
      if (outcome !== 'applied') log.warn('A signal changed nothing', { ...told, outcome });
    }
    const order = await activities.tendOrder({ orderId });
    if (order === null) return;
    upsertSearchAttributes(orderAttributesOf(order));
    for (const ticketId of order.ticketIds) await startTicket(ticketId);
    mailRounds = order.mailsLeft > 0 ? mailRounds + 1 : 0;
    if (order.isFinal && order.mailsLeft === 0) {
      setCurrentDetails(`The order is ${order.status}.`);
      return;
    }
    const isRunDone = order.errand !== null && (await carrier.run(order.errand, order));
    if (isRunDone || inbox.isWoken) continue;
    const waitMilliseconds = Math.min(
      carrier.waitMilliseconds(order),
      nextWait(order.reportDueMilliseconds, { ...order, mailRounds }),
    );
    setCurrentDetails(describeWait(order, waitMilliseconds));
    if (workflowInfo().continueAsNewSuggested && inbox.told.length === 0) {
      await continueAsNew<typeof fulfilOrder>({ orderId });
    }
    await condition(() => inbox.isWoken, waitMilliseconds);
  }
}

interface Inbox {
  isWoken: boolean;
  /** What is to be written yet: it came from an operator. */
  told: { signal: keyof typeof parcelSignals; attempt?: number }[];
}

function listen(): Inbox {
  const inbox: Inbox = { isWoken: false, told: [] };
  setHandler(orderChanged, () => {
    inbox.isWoken = true;
  });
  for (const signal of Object.keys(parcelSignals) as (keyof typeof parcelSignals)[]) {
    setHandler(defineSignal<[ParcelSignal?]>(signal), ({ eventId, attempt } = {}) => {
      inbox.isWoken = true;
      if (eventId === undefined) {
        inbox.told.push({ signal, ...(attempt !== undefined && { attempt }) });
      }
    });
  }
  return inbox;
}

/**
 * Calls to the carrier, tried again durably: minutes, then hours. After the window of mails a human
 * is called too, and the tries go on, so that an order goes out when the carrier is back.
 */
function createErrands(orderId: string) {
  let rounds = 0;
  let since = 0;
  let isRefused = false;
  return {
    /** @returns whether it is done, so that the order is to be looked at again. */
    run: async (errand: CarrierErrand, { retry }: TendedOrder): Promise<boolean> => {
      if (isRefused) return false;
      const outcome = await activities.runErrand({ orderId, errand });
      if (outcome === 'done') {
        rounds = 0;
        return true;
      }
      if (outcome === 'refused') {
        isRefused = true;
        await activities.callHumanForCarrier({ orderId, cause: 'carrier_refused' });
        return true;
      }
      if (rounds === 0) since = Date.now();
      rounds += 1;
      const elapsed = Date.now() - since;
      if (retryDelayMilliseconds(rounds - 1, elapsed, retry, 0) !== undefined) return false;
      await activities.callHumanForCarrier({ orderId, cause: 'carrier_unreachable' });
      // Another window begins; its end finds the same ticket while that is open.
      rounds = 1;
      since = Date.now();
      return true;
    },
    waitMilliseconds: ({ errand, retry }: TendedOrder): number =>
      errand === null || isRefused || rounds === 0
        ? LONGEST_WAIT_MILLISECONDS
        : (retryDelayMilliseconds(rounds - 1, 0, retry, Math.random()) ?? retry.maxMilliseconds),
    tryAgain: (): void => {
      isRefused = false;
    },
  };
}

function describeWait(order: TendedOrder, waitMilliseconds: number): string {
  const until = new Date(Date.now() + waitMilliseconds).toISOString();
  const { status, attempts, errand, mailsLeft } = order;
  return [
    `The order is ${status.replaceAll('_', ' ')}, with ${attempts} failed attempts.`,
    ...(errand === null ? [] : [`The carrier is to be told: ${errand.replaceAll('_', ' ')}.`]),
    ...(mailsLeft > 0 ? [`${mailsLeft} mails wait for the mail server.`] : []),
    `Looks again at ${until}, or at once on a signal: ${Object.keys(parcelSignals).join(', ')}.`,
  ].join('\n\n');
}
