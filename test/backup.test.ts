import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import knex from 'knex';
import { listAccepted } from '../db/list-accepted';
import { migrate } from '../db/migrate';
import { createDatabase } from '../db/pool';
import { inheritedEnvironment } from '../platform/inherited-environment';
import { drawFreePort } from '../platform/ports';
import { startPostgres } from '../platform/postgres';
import { CHECKOUT } from './support/checkout';
import { useCleanUp } from './support/clean-up';
import {
  createRecordingDispatcher,
  makeCompany,
  openTestDatabases,
  startTestApi,
} from './support/company';
import { signInPerson } from './support/person-client';
import { findPostgresClient } from './support/postgres-client';
import { createTemporaryDirectory } from './support/temporary-directory';
import { startWatchdog, type Watchdog } from './support/watchdog';

/**
 * What docs/OPERATIONS.md says of backups, run as it stands there with PostgreSQL's own programs: from
 * one server, set up as docker-compose.yml sets its own up, to another that knows nothing.
 */
const cleanUp = useCleanUp();
const page = readFileSync(path.join(CHECKOUT, 'docs', 'OPERATIONS.md'), 'utf8');
const compose = readFileSync(path.join(CHECKOUT, 'docker-compose.yml'), 'utf8');
const [section = ''] = /^## Backup and restore$[^]*?(?=^## )/m.exec(page) ?? [];
const [backup = '', restore = ''] = [...section.matchAll(/```sh\n([^]*?)```/g)].map(
  ([, block]) => block,
);
const PASSWORDS = { BESTOW_DATABASE_PASSWORD: 'letters', TEMPORAL_DATABASE_PASSWORD: 'others' };
let watchdog: Watchdog;
let directory: string;
let client: string;
let before: Server;
let after: Server;

beforeAll(async () => {
  client = await findPostgresClient();
  directory = await createTemporaryDirectory();
  watchdog = startWatchdog();
  cleanUp(() => watchdog.end());
  cleanUp(() => rm(directory, { recursive: true, force: true }));
  // `node dist/…` as in the image.
  await symlink(path.join(CHECKOUT, 'dist'), path.join(directory, 'dist'));
  [before, after] = [await startServer('before'), await startServer('after')];
}, 300_000);

interface Server {
  /** Of the superuser, with no database. */
  environment: NodeJS.ProcessEnv;
  /** Of the login of our own processes, which is no superuser. */
  databaseUrl: string;
}

/** A server with the databases and logins that docker-compose.yml makes, and nothing in them. */
async function startServer(name: string): Promise<Server> {
  const port = await drawFreePort();
  const postgres = await startPostgres({
    ...{ dataDir: path.join(directory, name), port, log: path.join(directory, `${name}.log`) },
    settings: { fsync: 'off', full_page_writes: 'off' },
    onSpawn: ({ pid }) => watchdog.watch(pid),
  });
  cleanUp(() => postgres.stop());
  const { password } = new URL(postgres.databaseUrl);
  const login = `bestow:${PASSWORDS.BESTOW_DATABASE_PASSWORD}@127.0.0.1:${port}`;
  const server = {
    environment: { PGHOST: '127.0.0.1', PGPORT: String(port), PGPASSWORD: password },
    databaseUrl: `postgres://${login}/bestow`,
  };
  // The embedded server makes the database by itself, and its superuser is then the owner.
  await tell(server, 'psql --quiet --username=postgres --command="DROP DATABASE bestow"');
  const [, script = ''] =
    /^ {2}create-databases:\n {4}content: \|\n([^]*?)\n\n/m.exec(compose) ?? [];
  await tell(server, script.replaceAll(/^ {6}/gm, '').replaceAll('$$', '$'));
  return server;
}

/** Runs a script beside a server, with a `docker compose` that has the containers' programs here. */
async function tell(server: Server, script: string): Promise<string> {
  const docker = `docker() {
    shift
    case "$1" in exec | run) shift 3; "$@" ;; esac
  }`;
  const { HOME, PATH = '' } = inheritedEnvironment();
  const { stdout } = await promisify(execFile)('bash', ['-euc', `${docker}\n${script}`], {
    cwd: directory,
    env: {
      ...{ HOME, PATH: [client, path.dirname(process.execPath), PATH].join(path.delimiter) },
      ...{ ...server.environment, ...PASSWORDS, DATABASE_URL: server.databaseUrl },
    },
  });
  return stdout;
}

const recipients = ['registered', 'invited'].map((name) => ({
  ...{ name, email: `${name}@backup.example`, points: 10 },
}));

test('what is dumped as the page says comes back whole, on a server that knows nothing', async () => {
  await migrate(before);
  const credentials = { email: 'owner@backup.example', password: 'three quiet green owls' };
  const company = await inUse(before, async (databases, api) => {
    const made = await makeCompany(databases.platformDb, {
      ...{ admin: credentials, balance: 1_000, recipients: ['registered@backup.example'] },
    });
    expect((await api.as(made).send({ recipients })).status).toBe(201);
    return made;
  });
  await tell(before, backup);
  expect(await tell(after, restore)).toContain('0 differences\n');

  await inUse(after, async ({ platformDb, companyDb }, api) => {
    // As before: its balance, what was accepted and is not sent, who signs in, and what is counted on.
    const { body } = await api.as(company).request<object>('GET', '/balance');
    expect(body).toMatchObject({ balance: 980, held: 20 });
    expect(await listAccepted(platformDb, 10)).toHaveLength(1);
    await signInPerson(api.url, credentials);
    expect((await api.as(company).send({ recipients })).status).toBe(201);
    // Row-level security and what the roles may not do came along.
    expect((await companyDb.raw('SELECT FROM companies')).rowCount).toBe(0);
    await expect(platformDb.raw('UPDATE entries SET points = 0')).rejects.toThrow(
      'permission denied',
    );
  });
  expect(await schemaOf(after)).toEqual(await schemaOf(before));
});

test('the login of the application still owns what was restored, and may migrate it', async () => {
  await migrate(after);
  const owner = knex({ client: 'pg', connection: after.databaseUrl, pool: { min: 0, max: 1 } });
  try {
    await owner.transaction(async (tx) => {
      await tx.raw(`CREATE TABLE of_a_later_version (id uuid, company_id uuid);
        SELECT guard_company_table('of_a_later_version', 'company_id');
        GRANT bestow_api, bestow_worker TO CURRENT_USER;
        ALTER TABLE companies ADD COLUMN later text`);
      await tx.rollback();
    });
  } finally {
    await owner.destroy();
  }
});

test('restoring once more, over what is there, gives the same', async () => {
  expect(await tell(after, restore)).toContain('0 differences\n');
  const db = createDatabase({ ...after, role: 'bestow_worker', connections: 1 });
  try {
    expect(await listAccepted(db, 10)).toHaveLength(1);
  } finally {
    await db.destroy();
  }
});

test('the login of the application cannot dump: row-level security holds for the owner too', async () => {
  const dump = tell(before, 'pg_dump --format=custom --file=half.dump "$DATABASE_URL"');
  await expect(dump).rejects.toThrow('row-level security');
});

/** Runs `work` on a server with an API whose sends are accepted and not handed over. */
async function inUse<Result>(
  server: Server,
  work: (
    databases: Awaited<ReturnType<typeof openTestDatabases>>,
    api: Awaited<ReturnType<typeof startTestApi>>,
  ) => Promise<Result>,
): Promise<Result> {
  const closers: (() => unknown)[] = [];
  const close = (closer: () => unknown) => closers.push(closer);
  try {
    const databases = await openTestDatabases(close, server);
    const dispatcher = createRecordingDispatcher();
    return await work(databases, await startTestApi(close, databases, { dispatcher }));
  } finally {
    for (const closer of closers.reverse()) await closer();
  }
}

/** All that makes a schema: tables with their owners, rights and policies, functions, indexes, triggers. */
const schemaOf = (server: Server) =>
  tell(server, 'pg_dump --username=postgres --schema-only bestow').then((schema) =>
    // A word that pg_dump draws anew each time.
    schema.replaceAll(/^\\(un)?restrict .*$/gm, ''),
  );
