import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';
import { CHECKOUT } from './checkout';
import { sharedServers } from './shared-servers';

/**
 * A worker of our workflows on the shared Temporal server, on a task queue of its own, with the
 * activities that a test gives it. The bundle is the one that users run (dist/), so a test file
 * does not wait three seconds for webpack.
 */
export async function startTestWorker({
  activities,
  client,
  connection: given,
  ...options
}: Partial<WorkerOptions> & {
  activities: object;
  /** With `connection`, of a server that the caller runs and closes. */
  client?: Client;
}): Promise<TestWorker> {
  quietRuntime();
  const connection =
    given ?? (await NativeConnection.connect({ address: sharedServers().temporalAddress }));
  const worker = await Worker.create({
    taskQueue: `test-${randomUUID()}`,
    workflowBundle: { codePath: path.join(CHECKOUT, 'dist', 'workflow-bundle.js') },
    // A test that is over has no use for what is still under way.
    shutdownGraceTime: '1 second',
    ...PATIENCE,
    ...options,
    connection,
    activities,
  });
  const running = worker.run();
  return {
    connection,
    client: client ?? new Client({ connection }),
    taskQueue: worker.options.taskQueue,
    stop: async () => {
      // A worker that failed has stopped by itself; `running` then says why.
      if (worker.getState() === 'RUNNING') worker.shutdown();
      try {
        await running;
      } finally {
        if (given === undefined) await connection.close();
      }
    },
  };
}

/**
 * An option of the SDK that its types keep to themselves. Of the 5 s that it gives a step of a workflow,
 * one with thousands of signals has half a second of CPU on a busy machine; what interrupts it then ends
 * the process of the tests (temporalio/sdk-typescript#939).
 */
const PATIENCE = { isolateExecutionTimeout: '1 minute' };

export interface TestWorker {
  readonly client: Client;
  readonly connection: NativeConnection;
  readonly taskQueue: string;
  /** Until this is done the native part keeps jest from ending: see `useCleanUp`. */
  stop(): Promise<void>;
}

/**
 * The runtime belongs to the process, as the package does (outside-packages.cjs), and can be set once; a
 * test's output is about the test.
 */
export function quietRuntime(): void {
  if (quietRuntimes.has(Runtime)) return;
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  quietRuntimes.add(Runtime);
}

const QUIET = Symbol.for('bestow.quietRuntimes');
const quietRuntimes = ((globalThis as Record<symbol, unknown>)[QUIET] ??=
  new WeakSet()) as WeakSet<object>;
