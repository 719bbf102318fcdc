import { setTimeout } from 'node:timers/promises';
import { Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Config } from '../config';
import { searchAttributeNames, SWEEPER_SCHEDULE_ID, workflowNames } from '../contracts/workflows';

/**
 * Connects to Temporal, prepares the namespace, and keeps a worker running, however often and for
 * however long the server is away. Returns at once: the API accepts sends before Temporal is there.
 *
 * Client and worker share one connection, which is what lets the server hand the first task of a
 * run back with its start.
 */
export function keepTemporal(options: {
  config: Config;
  log: Logger;
  createWorker: ((connection: NativeConnection, client: Client) => Promise<Worker>) | undefined;
}): TemporalKeeper {
  const { config, log, createWorker } = options;
  let client: Client | undefined;
  let worker: Worker | undefined;
  let working = false;
  let stopped = false;

  const session = async (): Promise<void> => {
    const connection = await connectTemporal(config);
    try {
      const connected = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
      await prepareNamespace(connected, connection, config, log);
      worker = await createWorker?.(connection, connected);
      client = connected;
      working = true;
      const running = worker?.run();
      // Told to stop while it connected.
      if (stopped) worker?.shutdown();
      await (running ?? untilStopped(() => stopped));
    } finally {
      client = undefined;
      working = false;
      worker = undefined;
      await connection.close();
    }
  };

  const keep = async (): Promise<void> => {
    while (!stopped) {
      try {
        await session();
      } catch (error) {
        log.warn({ err: error }, 'Temporal cannot be reached; trying again');
        await setTimeout(RECONNECT_PAUSE_MILLISECONDS);
      }
    }
  };
  const kept = keep();

  return {
    client: () => client,
    isReady: async () => {
      if (!working || client === undefined) return false;
      const { connection } = client;
      const deadline = Date.now() + READY_WITHIN_MILLISECONDS;
      return connection
        .withDeadline(deadline, () => connection.workflowService.getSystemInfo({}))
        .then(
          () => true,
          () => false,
        );
    },
    stop: async () => {
      stopped = true;
      if (worker?.getState() === 'RUNNING') worker.shutdown();
      await kept;
    },
  };
}

export interface TemporalKeeper {
  client: () => Client | undefined;
  isReady: () => Promise<boolean>;
  stop: () => Promise<void>;
}

export async function connectTemporal(config: Config): Promise<NativeConnection> {
  if (config.TEMPORAL_ADDRESS === undefined) throw new Error('TEMPORAL_ADDRESS is not set');
  return NativeConnection.connect({
    address: config.TEMPORAL_ADDRESS,
    ...(config.TEMPORAL_TLS && { tls: true }),
    ...(config.TEMPORAL_API_KEY !== undefined && { apiKey: config.TEMPORAL_API_KEY }),
  });
}

/** A probe must answer, and not wait for a server that hangs. */
const READY_WITHIN_MILLISECONDS = 1_000;

const RECONNECT_PAUSE_MILLISECONDS = 500;

async function untilStopped(isStopped: () => boolean): Promise<void> {
  while (!isStopped()) await setTimeout(RECONNECT_PAUSE_MILLISECONDS);
}

/** Search attributes and the sweeper's schedule; repeating it changes nothing. */
async function prepareNamespace(
  client: Client,
  connection: NativeConnection,
  config: Config,
  log: Logger,
): Promise<void> {
  await registerSearchAttributes(connection, config, log);
  await keepSweeping(client, config);
}

async function registerSearchAttributes(
  connection: NativeConnection,
  config: Config,
  log: Logger,
): Promise<void> {
  const namespace = config.TEMPORAL_NAMESPACE;
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = searchAttributeNames.filter((name) => !(name in customAttributes));
  if (missing.length === 0) return;
  log.info({ missing }, 'Registering search attributes');
  const KEYWORD = 2; // temporal.api.enums.v1.IndexedValueType
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
  });
}

async function keepSweeping(client: Client, config: Config): Promise<void> {
  const spec = { intervals: [{ every: config.BESTOW_SWEEP_SECONDS * 1_000 }] };
  const action = {
    type: 'startWorkflow' as const,
    workflowType: workflowNames.sweeper,
    workflowId: 'sweeper',
    taskQueue: config.BESTOW_TASK_QUEUE,
    args: [],
  };
  try {
    await client.schedule.create({
      scheduleId: SWEEPER_SCHEDULE_ID,
      spec,
      action,
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
      state: { triggerImmediately: true },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const handle = client.schedule.getHandle(SWEEPER_SCHEDULE_ID);
    await handle.update((current) => ({ ...current, spec, action }));
    // A process that starts may follow one that died between accepting and starting.
    // A manual trigger would run one that an operator has paused.
    const { state } = await handle.describe();
    if (!state.paused) await handle.trigger();
  }
}
