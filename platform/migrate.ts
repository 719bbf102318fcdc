import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { z } from 'zod';
import type { NodeProgram } from './app';
import type { PartOptions, StopStep } from './running-part';
import { lastLines, sizeOf } from './wait-until-ready';

/**
 * Runs the migrations and the demo seed, which print the demo's credentials as their last line.
 *
 * @returns those credentials, for ready.json
 */
export async function migrate({
  program,
  log,
  onSpawn,
  signal,
}: PartOptions & { program: NodeProgram }): Promise<Record<string, unknown> | null> {
  const logStart = sizeOf(log);
  const child = spawn(process.execPath, program.args, {
    detached: true, // Ctrl-C in a terminal: as for a part, the supervisor decides.
    stdio: ['ignore', 'pipe', 'pipe'],
    env: program.environment,
  });
  if (child.pid !== undefined) onSpawn?.({ pid: child.pid, stopSteps: STOP_STEPS });
  const stop = () => child.kill('SIGTERM');
  signal?.addEventListener('abort', stop);
  const output = createWriteStream(log, { flags: 'a', mode: 0o600 });
  child.stderr.pipe(output, { end: false });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const [code] = (await once(child, 'close')) as [number | null];
  signal?.removeEventListener('abort', stop);
  output.end();
  await once(output, 'close');
  signal?.throwIfAborted();
  if (code !== 0)
    throw new Error(`The migrations failed (code ${code})\n${lastLines(log, logStart)}`);

  const lastLine = printed.trimEnd().split('\n').at(-1) ?? '';
  return demoShape.parse(JSON.parse(lastLine));
}

const demoShape = z.record(z.string(), z.unknown()).nullable();

/** Each migration is a transaction, which PostgreSQL rolls back. */
const STOP_STEPS: StopStep[] = [{ signal: 'SIGTERM', patienceSeconds: 5 }];
