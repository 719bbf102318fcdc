import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { startAccessMail } from '../temporal/access-mail';
import { startResend, tellResendCancelled } from '../temporal/resend';
import { callLongRoad, wakeLongRoad } from '../temporal/wake-long-road';
import { type OrderCall, wakeOrder } from '../temporal/wake-order';
import { wakeApproval } from '../temporal/wake-approval';
import { wakeRecharge } from '../temporal/wake-recharge';
import { wakeTicket } from '../temporal/wake-ticket';
import {
  type LongRoadCall,
  MAX_RUN_DISTRIBUTIONS,
  MAX_RUN_REWARDS,
  workflowNames,
} from '../contracts/workflows';

/**
 * Hands accepted distributions to Temporal by group commit: one start is in flight in a process, and
 * what arrives meanwhile shares the next run. An idle system gives each distribution its own run; a
 * busy one starts fewer, larger runs.
 *
 * Nothing here is needed for safety: the database remembers what was accepted, and the sweeper
 * starts what a crash of this process left behind.
 */
export function createDispatcher(options: {
  temporal: () => Client | undefined;
  taskQueue: string;
  log: Logger;
}): Dispatcher {
  const { taskQueue } = options;
  const accepted: Accepted[] = [];
  let starting = 0;
  const gathering = createGathering();
  const starts = createPump(options, {
    waiting: () => accepted.length,
    step: async (client) => {
      await gathering.wait(accepted.length);
      const batch = takeBatch(accepted);
      starting = batch.length;
      gathering.started(batch.length);
      try {
        await startDispatch(client, taskQueue, batch);
      } catch (error) {
        // Starting twice is harmless: the first run that asks the database claims the distribution.
        accepted.unshift(...batch);
        throw error;
      } finally {
        starting = 0;
      }
    },
  });

  // Apart from the starts, which gather: a thousand people who register do not wait behind them.
  const toTell: Telling[] = [];
  const tellings = createPump(options, {
    waiting: () => toTell.length,
    step: async (client) => {
      const batch = toTell.splice(0, TOLD_AT_ONCE);
      const told = await Promise.allSettled(batch.map((tell) => tell(client)));
      const failed = batch.filter((_, index) => told[index]?.status === 'rejected');
      // To the end: what can never be told must not stop the others.
      toTell.push(...failed);
      const first = told.find((result) => result.status === 'rejected');
      if (first !== undefined) throw first.reason;
    },
  });

  return {
    submit: ({ id, recipients }) => {
      accepted.push({ id, recipients });
      starts.keepGoing();
    },
    ...createTelling((telling) => {
      toTell.push(telling);
      tellings.keepGoing();
    }, taskQueue),
    waiting: () => accepted.length + starting + toTell.length,
    stop: async () => {
      await Promise.all([starts.stop(), tellings.stop()]);
    },
  };
}

type Telling = (client: Client) => Promise<void>;

/** As many as keep the server busy: one at a time, a thousand scheduled sends took over a minute. */
const TOLD_AT_ONCE = 10;

/** Does one step after another while there is something to do, and waits while Temporal is away. */
function createPump(
  { temporal, log }: { temporal: () => Client | undefined; log: Logger },
  work: { waiting: () => number; step: (client: Client) => Promise<void> },
): { keepGoing: () => void; stop: () => Promise<void> } {
  let going: Promise<void> | undefined;
  let stopsAt = Number.POSITIVE_INFINITY;
  const hasWork = (): boolean => work.waiting() > 0 && Date.now() < stopsAt;

  const go = async (): Promise<void> => {
    while (hasWork()) {
      try {
        const client = temporal();
        if (client === undefined) throw new Error('Temporal is not connected yet');
        await work.step(client);
      } catch (error) {
        const waiting = work.waiting();
        log.warn({ err: error, waiting }, 'Temporal cannot be reached; trying again');
        // Who is told to stop leaves it to the sweeper.
        if (stopsAt !== Number.POSITIVE_INFINITY) stopsAt = 0;
        else await setTimeout(RETRY_PAUSE_MILLISECONDS);
      }
    }
  };

  const keepGoing = (): void => {
    going ??= go().finally(() => {
      going = undefined;
      if (hasWork()) keepGoing();
    });
  };

  return {
    keepGoing,
    stop: async () => {
      stopsAt = Date.now() + DRAIN_MILLISECONDS;
      await going;
    },
  };
}

/** What was accepted and said before a stop is handed over while Temporal answers. */
const DRAIN_MILLISECONDS = 3_000;

export interface Dispatcher {
  submit: (distribution: Accepted) => void;
  /** People registered: the long road of their distribution credits and mails. */
  wake: (wake: Wake) => void;
  /** Starts or signals the long road of a distribution that waits. */
  call: (call: LongRoadCall) => void;
  wakeTicket: (ticketId: string) => void;
  /** An order was placed, changed or reported on. */
  wakeOrder: (order: OrderCall) => void;
  wakeRecharge: (rechargeId: string) => void;
  /** An approval was asked for or given. */
  wakeApproval: (distributionId: string) => void;
  startResend: (resend: { resendId: string; rewardId: string; n: number }) => void;
  cancelResend: (resend: { rewardId: string; n: number }) => void;
  startAccessMail: (mailId: string) => void;
  waiting: () => number;
  stop: () => Promise<void>;
}

/**
 * What Temporal is told when it can be reached. Telling it twice, or in another order, is harmless: the
 * database is what a run then reads.
 */
function createTelling(
  tell: (telling: Telling) => void,
  taskQueue: string,
): Pick<
  Dispatcher,
  | 'wake'
  | 'call'
  | 'wakeOrder'
  | 'wakeRecharge'
  | 'wakeApproval'
  | 'wakeTicket'
  | 'startResend'
  | 'cancelResend'
  | 'startAccessMail'
> {
  return {
    call: (longRoadCall) => tell((client) => callLongRoad(client, taskQueue, longRoadCall)),
    wake: (wake) => tell((client) => wakeLongRoad(client, taskQueue, wake)),
    wakeTicket: (ticketId) => tell((client) => wakeTicket(client, taskQueue, { ticketId })),
    wakeOrder: (order) => tell((client) => wakeOrder(client, taskQueue, order)),
    wakeRecharge: (rechargeId) => tell((client) => wakeRecharge(client, taskQueue, { rechargeId })),
    wakeApproval: (distributionId) =>
      tell((client) => wakeApproval(client, taskQueue, { distributionId })),
    startResend: (resend) => tell((client) => startResend(client, taskQueue, resend)),
    startAccessMail: (mailId) => tell((client) => startAccessMail(client, taskQueue, mailId)),
    cancelResend: (resend) => tell((client) => tellResendCancelled(client, resend)),
  };
}

interface Accepted {
  id: string;
  recipients: number;
}

interface Wake {
  distributionId: string;
  rewardIds: string[];
}

const RETRY_PAUSE_MILLISECONDS = 500;

/** Lets company gather behind a start, the longer the more came last time. */
function createGathering() {
  let lastSize = 0;
  let lastStartAt = Number.NEGATIVE_INFINITY;
  return {
    wait: async (waiting: number): Promise<void> => {
      const window = Math.min(lastSize * GATHER_MILLISECONDS_EACH, GATHER_MOST_MILLISECONDS);
      const pause = lastStartAt + window - performance.now();
      if (pause > 0 && waiting < MAX_RUN_DISTRIBUTIONS) await setTimeout(pause);
    },
    started: (size: number): void => {
      lastSize = size;
      lastStartAt = performance.now();
    },
  };
}

/**
 * The shortest time between two starts. A run costs as much as ten sends in it: a send into an idle
 * system goes at once, and a system that sends more than a hundred a second gathers larger runs.
 */
const GATHER_MILLISECONDS_EACH = 10;
const GATHER_MOST_MILLISECONDS = 200;

async function startDispatch(
  client: Client,
  taskQueue: string,
  batch: readonly Accepted[],
): Promise<void> {
  await client.workflow.start(workflowNames.dispatch, {
    workflowId: `dispatch/${randomUUID()}`,
    taskQueue,
    args: [{ distributionIds: batch.map(({ id }) => id) }],
    // The first task comes back with the start itself: no way through the task queue.
    requestEagerStart: true,
    workflowTaskTimeout: TASK_TIMEOUT,
    staticSummary: summaryOf(batch),
  });
}

/** The server's default is 10 s; a dead worker's run is taken over sooner with this. */
const TASK_TIMEOUT = '5 seconds';

/** At least one distribution, and then as many as a run takes. */
function takeBatch(accepted: Accepted[]): Accepted[] {
  let rewards = 0;
  const fits = accepted.findIndex((distribution, index) => {
    rewards += distribution.recipients;
    return index > 0 && (index >= MAX_RUN_DISTRIBUTIONS || rewards > MAX_RUN_REWARDS);
  });
  return accepted.splice(0, fits === -1 ? accepted.length : fits);
}

function summaryOf(batch: readonly Accepted[]): string {
  const rewards = batch.reduce((sum, { recipients }) => sum + recipients, 0);
  const [first] = batch;
  return batch.length === 1 && first !== undefined
    ? `Distribution ${first.id}: ${rewards} rewards`
    : `${batch.length} distributions, ${rewards} rewards`;
}
