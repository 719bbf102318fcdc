import { once } from 'node:events';
import { connect } from 'node:net';
import { getOk } from './get-ok';
import { memorySettings } from './memory-settings';
import { spawnPart, type PartOptions, type RunningPart, type StopStep } from './running-part';
import { sizeOf, waitUntilReady } from './wait-until-ready';

export interface NodeProgram {
  /** What `node` is given: the file, then its own arguments. */
  args: string[];
  environment: NodeJS.ProcessEnv;
}

/**
 * Starts the API with its pages and resolves when it is ready. A restart waits until it is alive
 * only: what it works with may be down for an hour, and killing the app for that repairs nothing.
 */
export async function startApp({
  program,
  url,
  isRestart,
  ...part
}: PartOptions & {
  program: NodeProgram;
  url: string;
  isRestart: boolean;
}): Promise<RunningPart> {
  const logStart = sizeOf(part.log);
  const app = await spawnNode('app', program, part);
  const probe = () => getOk(`${url}${isRestart ? '/healthz' : '/readyz'}`);
  await waitUntilReady(app, { probe, logStart, log: part.log, signal: part.signal });
  return app;
}

/** A further worker has nothing to ask: it is ready for its queue when the queue gives it work. */
export async function startWorker({
  name,
  program,
  ...part
}: PartOptions & { name: string; program: NodeProgram }): Promise<RunningPart> {
  return spawnNode(name, program, part);
}

/** The listener for what comes back, ready when it takes connections: it needs nothing else for that. */
export async function startBounces({
  program,
  url,
  ...part
}: PartOptions & { program: NodeProgram; url: string }): Promise<RunningPart> {
  const logStart = sizeOf(part.log);
  const bounces = await spawnNode('bounces', program, part);
  const probe = () => connects(new URL(url));
  await waitUntilReady(bounces, { probe, logStart, log: part.log, signal: part.signal });
  return bounces;
}

async function connects({ hostname, port }: URL): Promise<void> {
  const socket = connect({ host: hostname.replaceAll(/[[\]]/g, ''), port: Number(port) });
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}

/** What is being sent is finished or handed back to Temporal in this time. */
const STOP_STEPS: StopStep[] = [{ signal: 'SIGTERM', patienceSeconds: 15 }];

async function spawnNode(
  name: string,
  { args, environment }: NodeProgram,
  part: PartOptions,
): Promise<RunningPart> {
  const command = process.execPath;
  const limited = { ...environment, ...memorySettings(environment) };
  return spawnPart({ name, command, args, environment: limited, stopSteps: STOP_STEPS, ...part });
}
