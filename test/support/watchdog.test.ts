import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createTemporaryDirectory } from './temporary-directory';
import { startWatchdog } from './watchdog';

test('what is watched is stopped and removed when its watcher is gone', async () => {
  const directory = await createTemporaryDirectory();
  const stubborn = `process.on('SIGTERM', () => 0); process.send('up'); setInterval(() => 0, 1e6)`;
  const child = spawn(process.execPath, ['-e', stubborn], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  await once(child, 'message');

  const watchdog = startWatchdog();
  watchdog.watch(child.pid!);
  watchdog.removeAtEnd(directory);
  expect(existsSync(directory)).toBe(true);
  await watchdog.end();

  expect(await exited).toEqual([null, 'SIGINT']);
  expect(existsSync(directory)).toBe(false);
});
