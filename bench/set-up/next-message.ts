import type { ChildProcess } from 'node:child_process';

/** The next thing that a forked program says. @throws Error when it ends instead. */
export async function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
      reject(new Error(`${child.spawnfile} ended (${signal ?? code}) while it was waited for`));
    };
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      // Both ends of the channel are programs of this folder.
      resolve(message as Message);
    });
  });
}
