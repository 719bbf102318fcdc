import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface SystemUser {
  name: string;
  uid: number;
  gid: number;
}

/**
 * The user to run PostgreSQL as when we are root, which PostgreSQL refuses to be: `postgres` where a
 * package has made one, else `nobody`, whom every system has.
 *
 * @returns undefined for an ordinary user, who runs it himself
 */
export function unprivilegedUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map(parseUser);
  for (const name of ['postgres', 'nobody']) {
    const user = users.find((candidate) => candidate.name === name && candidate.uid > 0);
    if (user) return user;
  }
  throw new Error(
    'PostgreSQL does not run as root, and this system has neither a user postgres nor nobody. ' +
      'Start Bestow as an ordinary user, or set DATABASE_URL.',
  );
}

/** name:password:uid:gid:… (man 5 passwd) */
function parseUser(line: string): SystemUser {
  const [name = '', , uid, gid] = line.split(':');
  return { name, uid: Number(uid), gid: Number(gid) };
}

/**
 * Whether that user can enter `folder`. Asked of the system itself: modes alone know nothing of
 * access lists and mount options.
 */
export function canEnter(user: SystemUser, folder: string): boolean {
  return asks(user, ['-x', folder]);
}

export function canRead(user: SystemUser, file: string): boolean {
  return asks(user, ['-r', file]);
}

function asks({ uid, gid }: SystemUser, test: [string, string]): boolean {
  const script = 'test "$0" "$1"';
  const { status } = spawnSync('/bin/sh', ['-c', script, ...test], { uid, gid, cwd: '/' });
  return status === 0;
}
