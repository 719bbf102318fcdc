import { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { searchAttributeNames } from '../../contracts/workflows';
import type { CleanUp } from './clean-up';
import { startTestSystem, type SystemOptions, type TestSystem } from './company';
import { createTestDatabase } from './database';
import { shiftClockOf } from './shifted-clock';
import { quietRuntime, startTestWorker } from './temporal-worker';
import { findTimeSkippingServer } from './time-skipping-server';

/**
 * The whole system on a Temporal server that skips time: days pass in milliseconds when a test says so,
 * and never by themselves. Before each activity the database's clock is set to the server's, because
 * the product decides by the clock of the database.
 *
 * One thing this server does not do as the real one: when a child ends after its parent, time stands
 * still from then on (its lock is left to a parent that is gone). Sends have a `sendAt` here, so that
 * their long road has no parent.
 */
export async function startSkippingSystem(
  cleanUp: CleanUp,
  options: SystemOptions = {},
): Promise<SkippingSystem> {
  const path = await findTimeSkippingServer();
  quietRuntime();
  const environment = await startServer(path);
  cleanUp(() => environment.teardown());
  await registerSearchAttributes(environment);
  const database = await createTestDatabase();
  cleanUp(() => database.drop());
  const clock = await shiftClockOf(database.databaseUrl);
  cleanUp(() => clock.close());
  const setClock = async () => clock.setAhead((await environment.currentTimeMs()) - Date.now());
  const system = await startTestSystem(cleanUp, {
    ...options,
    database,
    startWorker: (activities) =>
      startTestWorker({
        activities,
        connection: environment.nativeConnection,
        client: new Client({ connection: environment.nativeConnection }),
        interceptors: {
          activity: [
            () => ({
              inbound: {
                execute: async (input, next) => {
                  await setClock();
                  return next(input);
                },
              },
            }),
          ],
        },
      }),
  });
  return {
    ...system,
    skip: async (duration) => {
      await environment.sleep(duration);
      await setClock();
    },
    now: async () => new Date(await environment.currentTimeMs()),
  };
}

export interface SkippingSystem extends TestSystem {
  /** Lets this time pass: timers in between fire in their order. */
  skip: (duration: `${number} days` | `${number} hours` | `${number} minutes`) => Promise<void>;
  /** The time of the server, and of the database. */
  now: () => Promise<Date>;
}

/** The SDK gives its server 5 s to answer, which a busy machine may take to load it: then once more. */
async function startServer(path: string): Promise<TestWorkflowEnvironment> {
  const server = { executable: { type: 'existing-path', path } } as const;
  const start = () => TestWorkflowEnvironment.createTimeSkipping({ server });
  return start().catch(start);
}

async function registerSearchAttributes({ connection }: TestWorkflowEnvironment): Promise<void> {
  const { INDEXED_VALUE_TYPE_KEYWORD } = temporal.api.enums.v1.IndexedValueType;
  await connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(
      searchAttributeNames.map((name) => [name, INDEXED_VALUE_TYPE_KEYWORD]),
    ),
  });
}
