import { identify, isAlive, statOnLinux, type ProcessIdentity } from './process-identity';

/**
 * Under `npm start`, calls `callback` once when npm has ended without a word: it forwards SIGTERM to
 * the shell between it and us, which ends and forwards nothing; and kill -9 of it reaches nobody.
 *
 * @param lifecycleEvent npm's name for the script that it runs; undefined without npm, where a parent
 *   that ends (a shell that is left) means nothing
 */
export function onNpmGone(lifecycleEvent: string | undefined, callback: () => void): void {
  if (lifecycleEvent !== 'start') return;
  const parent = process.ppid;
  const npm = npmBehind(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || isAlive(npm))) return;
    clearInterval(timer);
    callback();
  }, POLL_MILLISECONDS);
  timer.unref();
}

const POLL_MILLISECONDS = 500;

/** npm runs a script as `sh -c`, and some shells give their place to the program that they run. */
function npmBehind(pid: number): ProcessIdentity | undefined {
  const stat = process.platform === 'linux' ? statOnLinux(pid) : undefined;
  return stat?.command.endsWith('sh') ? identify(stat.parentPid) : undefined;
}
