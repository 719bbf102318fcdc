import { fork } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import type { Bench } from '../benchmark';
import { type Caller, createCaller } from '../set-up/caller';
import { nextMessage } from '../set-up/next-message';
import { untilNothing } from '../set-up/until-nothing';
import type { ReferenceSettings } from './job';
import { prepareReference, REFERENCE_STILL_OPEN } from './schema';

/**
 * Starts a reference, a program of this folder that does the same job by other means, with databases
 * of its own on the server of the run.
 *
 * @param program its compiled file
 */
export async function startReference(
  bench: Bench,
  options: { name: string; program: string; people: number },
): Promise<Reference> {
  const databaseUrl = await bench.servers.createDatabase(options.name);
  await prepareReference(databaseUrl, options.people);
  const settings: ReferenceSettings = {
    databaseUrl,
    engineDatabaseUrl: await bench.servers.createDatabase(`${options.name}_engine`),
    temporalAddress: bench.servers.temporalAddress,
    smtpUrl: bench.sink.smtpUrl,
    publicUrl: bench.product.url,
    apiKey: API_KEY,
  };
  const child = fork(options.program, [JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { pid } = child;
  const { url } = await nextMessage<{ url: string }>(child);
  if (pid === undefined) throw new Error(`${options.name} has no process`);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const engine = new pg.Pool({ connectionString: settings.engineDatabaseUrl, max: 1 });
  // On an interrupted run the server may go before these.
  for (const each of [pool, engine]) each.on('error', () => undefined);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    (stopped ??= (async () => {
      const exited = once(child, 'exit');
      if (child.kill('SIGKILL')) await exited;
      await Promise.all([pool.end(), engine.end()]);
    })());
  bench.stopLater(stop);
  return {
    pid,
    createCaller: (connections) => createCaller({ url, apiKey: API_KEY, connections }),
    untilIdle: () => untilNothing(pool, REFERENCE_STILL_OPEN),
    analyze: async () => {
      await pool.query('ANALYZE');
      await engine.query('ANALYZE');
    },
    stop,
  };
}

export interface Reference {
  pid: number;
  createCaller(connections: number): Caller;
  /** Resolves when all its rewards are delivered. */
  untilIdle: () => Promise<void>;
  /** As of the product. */
  analyze: () => Promise<void>;
  stop: () => Promise<void>;
}

/** As long as ours. */
const API_KEY = 'ref_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG';
