import path from 'node:path';

/** The files of a data directory that several programs of this folder know. */
export function dataDirFiles(dataDir: string) {
  return {
    /** The contract with scripts and tests (DESIGN, section 8); there while all is up. */
    ready: path.join(dataDir, 'ready.json'),
    /** Which supervisor owns the data directory. */
    lock: path.join(dataDir, 'supervisor.lock'),
    /** Which processes it has started. */
    processes: path.join(dataDir, 'processes.json'),
    ports: path.join(dataDir, 'ports.json'),
    secret: path.join(dataDir, 'secret'),
    logs: path.join(dataDir, 'logs'),
  };
}
