import { dataDirFiles } from './data-dir-files';
import { identify, isAlive } from './process-identity';
import { removeProcessRecord, writeProcessRecord } from './process-record';
import { removeReadyFile, writeReadyFile, type ReadyFile } from './ready-file';
import type { SpawnedProcess } from './running-part';
import { startGuardian } from './start-guardian';
import type { SupervisedPart } from './supervised-part';
import type { WatchedProcess } from './watched-process';

export interface Household {
  /** Tells everybody concerned about a new process: guardian, record, and ready.json if it is there. */
  spawned(name: string, process: SpawnedProcess): void;
  /** A process that was meant to end has ended. */
  ended(name: string): void;
  add(part: SupervisedPart): void;
  /** Writes ready.json, whose pids are kept right from now on. */
  publish(ready: Omit<ReadyFile, 'pids'>): void;
  /** Stops all parts in order, without patience once `hurry` is aborted, and removes the traces. */
  close(hurry: AbortSignal): Promise<void>;
}

/** What one supervisor runs, and who has to know of it. */
export function openHousehold(dataDir: string): Household {
  const files = dataDirFiles(dataDir);
  const processes = new Map<string, WatchedProcess>();
  const parts: SupervisedPart[] = [];
  let ready: Omit<ReadyFile, 'pids'> | undefined;
  const guardian = startGuardian(dataDir, tellAll);

  function tellAll(): void {
    const list = [...processes.values()];
    guardian.watch(list);
    writeProcessRecord(files.processes, [...list, ...guardian.self()]);
    if (ready) writeReadyFile(files.ready, { ...ready, pids: pidsOf(list) });
  }

  return {
    spawned(name, { pid, stopSteps }) {
      const identity = identify(pid);
      if (!identity) return; // It is dead already, which whoever spawned it will notice.
      processes.set(name, { ...identity, name, stopSteps, goesFirst: goesFirst(name) });
      tellAll();
    },
    ended(name) {
      processes.delete(name);
      tellAll();
    },
    add(part) {
      parts.push(part);
    },
    publish(content) {
      ready = content;
      tellAll();
    },
    async close(hurry) {
      ready = undefined;
      removeReadyFile(files.ready, process.pid);
      const killAll = () => {
        for (const running of [...processes.values()].filter(isAlive)) kill(running);
      };
      if (hurry.aborted) killAll();
      hurry.addEventListener('abort', killAll);
      for (const first of [true, false]) {
        const rank = parts.filter(({ name }) => goesFirst(name) === first);
        await Promise.all(rank.map(async (part) => part.stop()));
      }
      hurry.removeEventListener('abort', killAll);
      await guardian.goodbye();
      removeProcessRecord(files.processes, process.pid);
    },
  };
}

/** Everything but what the app works with. */
function goesFirst(name: string): boolean {
  return !['postgres', 'temporal', 'mail', 'carrier'].includes(name);
}

function pidsOf(processes: WatchedProcess[]): Record<string, number> {
  const pids = processes.map(({ name, pid }) => [name, pid] as const);
  return { supervisor: process.pid, ...Object.fromEntries(pids) };
}

/** PostgreSQL has a hard stop that is not a kill, after which its processes would outlive it. */
function kill({ pid, stopSteps }: WatchedProcess): void {
  try {
    process.kill(pid, stopSteps[1]?.signal ?? 'SIGKILL');
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'ESRCH') throw err;
  }
}
