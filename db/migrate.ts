import knex, { type Knex } from 'knex';
import * as people from './migrations/001-people';
import * as ledger from './migrations/002-ledger';
import * as distributions from './migrations/003-distributions';
import * as campaigns from './migrations/004-campaigns';
import * as drafts from './migrations/005-drafts';
import * as schedules from './migrations/006-schedules';
import * as tickets from './migrations/007-tickets';
import * as fundsWarnings from './migrations/008-funds-warnings';
import * as localMornings from './migrations/009-local-mornings';
import * as bounces from './migrations/010-bounces';
import * as reminders from './migrations/011-reminders-and-replies';
import * as documentNumbers from './migrations/013-document-numbers';
import * as recharges from './migrations/013-recharges';
import * as orders from './migrations/014-orders';
import * as accounts from './migrations/012-accounts';
import * as incidents from './migrations/016-incidents';
import * as acceptTogether from './migrations/017-accept-together';
import * as textAndRows from './migrations/018-text-and-rows';
import * as decisionsById from './migrations/019-decisions-by-id';
import * as accessMails from './migrations/020-access-mails';
import * as resends from './migrations/021-resends';
import * as ticketPromises from './migrations/022-tickets';
import * as addresses from './migrations/023-addresses';
import * as peopleOfThePlatform from './migrations/024-people-of-the-platform';
import * as lastSweep from './migrations/027-last-sweep';
import * as reopenedTickets from './migrations/028-reopened-tickets';
import * as webhooks from './migrations/029-webhooks';
import * as approvals from './migrations/031-approvals';
import * as approving from './migrations/032-approving';
import * as toldAddresses from './migrations/033-told-addresses';
import * as whatSendsTell from './migrations/034-what-sends-tell';

/**
 * Brings a database to the newest schema. The login of `databaseUrl` must own the database and may
 * create roles. Safe to run from several places at once: knex holds a lock.
 *
 * Processes of the version before still run meanwhile, so what they call keeps its arguments and its
 * result: PostgreSQL refuses a prepared statement whose result has become another type.
 *
 * @param options.last the last migration that is made, by its name; all of them without it.
 */
export async function migrate(options: { databaseUrl: string; last?: string }): Promise<void> {
  const { databaseUrl, last } = options;
  const db = knex({ client: 'pg', connection: databaseUrl, pool: { min: 0, max: 1 } });
  try {
    await db.migrate.latest({ migrationSource: new ListedMigrations(last) });
  } finally {
    await db.destroy();
  }
}

const migrations: [string, Knex.Migration][] = [
  ['001-people', people],
  ['002-ledger', ledger],
  ['003-distributions', distributions],
  ['004-campaigns', campaigns],
  ['005-drafts', drafts],
  ['006-schedules', schedules],
  ['007-tickets', tickets],
  ['008-funds-warnings', fundsWarnings],
  ['009-local-mornings', localMornings],
  ['010-bounces', bounces],
  ['011-reminders-and-replies', reminders],
  ['013-document-numbers', documentNumbers],
  ['013-recharges', recharges],
  ['014-orders', orders],
  ['012-accounts', accounts],
  ['016-incidents', incidents],
  ['017-accept-together', acceptTogether],
  ['018-text-and-rows', textAndRows],
  ['019-decisions-by-id', decisionsById],
  ['020-access-mails', accessMails],
  ['021-resends', resends],
  ['022-tickets', ticketPromises],
  ['023-addresses', addresses],
  ['024-people-of-the-platform', peopleOfThePlatform],
  ['027-last-sweep', lastSweep],
  ['028-reopened-tickets', reopenedTickets],
  ['029-webhooks', webhooks],
  ['031-approvals', approvals],
  ['032-approving', approving],
  ['033-told-addresses', toldAddresses],
  ['034-what-sends-tell', whatSendsTell],
];

/** Migrations by name: a directory would name them `.ts` in tests and `.js` when built. */
class ListedMigrations implements Knex.MigrationSource<string> {
  private readonly names: string[];

  constructor(last?: string) {
    const names = migrations.map(([name]) => name);
    if (last !== undefined && !names.includes(last)) throw new Error(`No migration ${last}`);
    this.names = last === undefined ? names : names.slice(0, names.indexOf(last) + 1);
  }
  getMigrations(): Promise<string[]> {
    return Promise.resolve(this.names);
  }
  getMigrationName(name: string): string {
    return name;
  }
  getMigration(name: string): Promise<Knex.Migration> {
    const found = migrations.find(([listed]) => listed === name);
    return found ? Promise.resolve(found[1]) : Promise.reject(new Error(`No migration ${name}`));
  }
}
