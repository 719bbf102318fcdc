import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * A new directory that every user may enter: PostgreSQL refuses to run as root, and where root runs
 * the tests it runs as somebody else. Its maker removes it (see watchdog.ts).
 */
export async function createTemporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'bestow-test-'));
  await chmod(directory, 0o755);
  return directory;
}
