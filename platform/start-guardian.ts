import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { builtProgram } from './built-program';
import { dataDirFiles } from './data-dir-files';
import type { GuardianMessage } from './guardian-message';
import { LATE, orLate } from './or-late';
import { identify } from './process-identity';
import { GUARDIAN } from './process-record';
import type { WatchedProcess } from './watched-process';

export interface Guardian {
  /** Makes these the processes that go when we are killed. */
  watch(processes: WatchedProcess[]): void;
  /** The guardian's own process, for the record of what was started. */
  self(): WatchedProcess[];
  /** Ends it; nothing is stopped. */
  goodbye(): Promise<void>;
}

/** Starts the process that cleans up after kill -9 of this one, and starts it again when it dies. */
export function startGuardian(dataDir: string, onChange: () => void): Guardian {
  let processes: WatchedProcess[] = [];
  let isOver = false;
  let child = begin();

  function begin(): ChildProcess {
    const begun = spawnGuardian(dataDir);
    begun.once('exit', () => {
      setTimeout(() => {
        if (isOver) return;
        child = begin();
        tell(child, processes);
        onChange();
      }, RESTART_PAUSE_MILLISECONDS).unref();
    });
    return begun;
  }

  return {
    watch(current) {
      processes = current;
      tell(child, current);
    },
    self() {
      const identity = child.pid === undefined ? undefined : identify(child.pid);
      return identity ? [{ ...identity, name: GUARDIAN, goesFirst: false, stopSteps: [] }] : [];
    },
    async goodbye() {
      isOver = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      tell(child, 'goodbye');
      if ((await orLate(ended, GOODBYE_SECONDS)) === LATE) child.kill('SIGKILL');
    },
  };
}

const GOODBYE_SECONDS = 3;
/** One that cannot start (no memory) must not be tried a thousand times a second. */
const RESTART_PAUSE_MILLISECONDS = 500;

function spawnGuardian(dataDir: string): ChildProcess {
  const { logs } = dataDirFiles(dataDir);
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const output = openSync(path.join(logs, 'guardian.log'), 'a', 0o600);
  const args = [builtProgram('platform/guardian'), dataDir, String(process.pid)];
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ['pipe', output, output],
  });
  closeSync(output);
  // A guardian that dies while it is told something: its exit is what counts, and is seen to.
  child.stdin?.on('error', () => undefined);
  return child;
}

function tell(child: ChildProcess, message: GuardianMessage): void {
  child.stdin?.write(`${JSON.stringify(message)}\n`);
}
