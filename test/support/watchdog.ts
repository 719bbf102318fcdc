import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/**
 * Sees to it that what a test starts does not outlive the test process, even one that is killed:
 * the watchdog is a process of its own, and the end of the pipe to it is its signal.
 */
export function startWatchdog(): Watchdog {
  const child = spawn(process.execPath, [path.join(__dirname, 'watchdog-process.mjs')], {
    // Out of the terminal's process group: Ctrl-C is for the tests, this one has to survive it.
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  // It watches; it is no reason for anybody to stay.
  child.unref();
  function tell(message: object): void {
    if (child.stdin.writable) child.stdin.write(`${JSON.stringify(message)}\n`);
  }
  return {
    watch: (pid) => tell({ watch: pid }),
    forget: (pid) => tell({ forget: pid }),
    removeAtEnd: (directory) => tell({ remove: directory }),
    end: async () => {
      child.ref();
      child.stdin.end();
      await exited;
    },
  };
}

export interface Watchdog {
  /** This process is to be stopped (SIGINT, later SIGKILL) when the test process is gone. */
  watch(pid: number): void;
  /** This process has ended in another way; its number may be somebody else's now. */
  forget(pid: number): void;
  removeAtEnd(directory: string): void;
  /** Stops and removes now what is still there, and resolves when that is done. */
  end(): Promise<void>;
}
