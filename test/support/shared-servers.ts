/**
 * The PostgreSQL and the Temporal server that all system tests of a run share. Tests keep apart by
 * a database of their own (`createTestDatabase`) and a task queue of their own.
 *
 * @throws Error when this file's project in jest.config.cjs has no servers.
 */
export function sharedServers(): SharedServers {
  const handed = process.env[VARIABLE];
  if (handed === undefined) {
    throw new Error('Only the project `system` of jest.config.cjs starts the shared servers.');
  }
  return JSON.parse(handed) as SharedServers;
}

export interface SharedServers {
  /** The maintenance database: nothing is stored in it. Its login is the superuser. */
  databaseUrl: string;
  /** host:port of a server in memory, with the namespace `default`. */
  temporalAddress: string;
}

/** When the server suggests to a run to go on as a new one; no path of ours has half as many events. */
export const EVENTS_OF_A_RUN = 400;

/** Jest starts its test processes with the environment of the process that ran the set-up. */
export function handOver(servers: SharedServers): void {
  process.env[VARIABLE] = JSON.stringify(servers);
}

const VARIABLE = 'BESTOW_TEST_SHARED_SERVERS';
