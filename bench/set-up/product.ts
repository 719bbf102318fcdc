import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import type { Config } from '../../config';
import { account, openWallets, postTransfers } from '../../db/ledger';
import { createDatabase, rowsOf as rowsOfQuery } from '../../db/pool';
import { startApp } from '../../platform/app';
import { builtProgram } from '../../platform/built-program';
import { childEnvironment } from '../../platform/child-environment';
import { inheritedEnvironment } from '../../platform/inherited-environment';
import { drawFreePort, LOOPBACK } from '../../platform/ports';
import { createCaller, type Caller } from './caller';
import { BALANCE_POINTS, personEmail, personName } from './people';
import type { Servers } from './servers';
import { untilNothing } from './until-nothing';

/**
 * The product as its users meet it: the built API process with the worker in it, on a database that
 * `npm run migrate` made, with the demo company, a large balance and many registered people.
 *
 * @param options.profileDir where a CPU profile of the API process is written when it stops
 */
export async function startProduct(options: {
  config: Config;
  servers: Servers;
  smtpUrl: string;
  profileDir: string | undefined;
}): Promise<Product> {
  const { servers, profileDir } = options;
  const databaseUrl = await servers.createDatabase('ours');
  const appPort = await drawFreePort();
  const url = `http://${LOOPBACK}:${appPort}`;
  const environment = childEnvironment({
    config: {
      ...options.config,
      BESTOW_DATA_DIR: servers.dataDir,
      BESTOW_HOST: LOOPBACK,
    },
    addresses: {
      url,
      publicUrl: url,
      temporalAddress: servers.temporalAddress,
      temporalUrl: null,
      smtpUrl: options.smtpUrl,
      mailUrl: null,
      bounceSmtpUrl: null,
      bounceDomain: null,
      // Nobody orders in a benchmark.
      carrierUrl: 'http://127.0.0.1:9',
    },
    databaseUrl,
    appPort,
    // The limit of a file is what `preview-50000` and `bulk-50000` go beyond.
    inherited: { ...inheritedEnvironment(), BESTOW_MAX_RECIPIENTS: '50000' },
  });
  const demo = await prepare(environment);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  // On an interrupted run the server may go before it.
  pool.on('error', () => undefined);
  await recharge(databaseUrl, demo.companyId);
  const profile = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`];
  const program = { args: [...profile, builtProgram('api/main')], environment };
  const part = await startApp({
    ...servers.partOptions('app', true),
    program,
    url,
    isRestart: false,
  });
  let people = 0;
  return {
    pid: part.pid,
    url,
    databaseUrl,
    createCaller: (connections) =>
      createCaller({ url: `${url}/api/v1`, apiKey: demo.apiKey, connections }),
    register: async (count) => {
      if (count > people) await register(databaseUrl, demo.companyId, people, count);
      people = Math.max(people, count);
    },
    untilIdle: () => untilNothing(pool, STILL_OPEN),
    analyze: async () => {
      await pool.query('ANALYZE');
    },
    stop: async () => {
      await pool.end();
      await part.stop();
    },
  };
}

export interface Product {
  pid: number;
  url: string;
  databaseUrl: string;
  createCaller(connections: number): Caller;
  /** Makes sure that the people of the numbers 0 to `count` - 1 are registered. */
  register(count: number): Promise<void>;
  /** Resolves when every distribution is complete. */
  untilIdle: () => Promise<void>;
  /** What autovacuum does within a minute: until then, plans are made for empty tables. */
  analyze: () => Promise<void>;
  stop: () => Promise<void>;
}

const STILL_OPEN = `SELECT FROM distributions WHERE status IN ('accepted', 'sending') LIMIT 1`;

const credentials = z.object({ companyId: z.string(), apiKey: z.string() });

async function prepare(environment: NodeJS.ProcessEnv): Promise<z.infer<typeof credentials>> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [builtProgram('db/migrate-command'), '--seed-demo'],
    { env: environment },
  );
  return credentials.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}

async function recharge(databaseUrl: string, companyId: string): Promise<void> {
  const db = createDatabase({ databaseUrl, role: 'bestow_worker', connections: 1 });
  try {
    await db.transaction(async (tx) => {
      const recharged = {
        businessKey: `recharge/bench/${companyId}`,
        kind: 'recharge' as const,
        points: BALANCE_POINTS,
        from: account.funding,
        to: account.balanceOf(companyId),
        companyId,
      };
      await postTransfers(tx, [recharged]);
    });
  } finally {
    await db.destroy();
  }
}

async function register(databaseUrl: string, companyId: string, first: number, end: number) {
  const numbers = Array.from({ length: end - first }, (_, index) => first + index);
  const db = createDatabase({ databaseUrl, role: 'bestow_worker', connections: 1 });
  try {
    await db.transaction(async (tx) => {
      const people = await rowsOfQuery<{ id: string }>(
        tx,
        `INSERT INTO recipients (company_id, email, email_key, name, registered_by, activated_at)
         SELECT ?, email, email, name, 'import', now()
         FROM unnest(?::text[], ?::text[]) AS p(name, email) RETURNING id`,
        [companyId, numbers.map(personName), numbers.map(personEmail)],
      );
      await openWallets(
        tx,
        people.map(({ id }) => ({ id, companyId })),
      );
    });
  } finally {
    await db.destroy();
  }
}
