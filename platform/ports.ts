import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Where the embedded parts listen: nothing of them is for other machines. */
export const LOOPBACK = '127.0.0.1';

export async function isPortFree(port: number, host = LOOPBACK): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ port, host, exclusive: true });
    await once(server, 'listening');
  } catch (err) {
    const { code } = err as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES') return false;
    throw err;
  }
  server.close();
  await once(server, 'close');
  return true;
}

/** The first free port from `first` on. */
export async function nextFreePort(first: number, host = LOOPBACK): Promise<number> {
  for (let port = first; port < first + PORTS_TRIED; port += 1) {
    if (await isPortFree(port, host)) return port;
  }
  throw new Error(`No port from ${first} to ${first + PORTS_TRIED - 1} is free on ${host}`);
}

const PORTS_TRIED = 200;

/**
 * A free port on loopback that is not in `taken`. Drawn by lot, so that several data directories
 * that start at once do not all take the same; and below the range that systems give to outgoing
 * connections, so that it is still free at the next start.
 */
export async function drawFreePort(taken: ReadonlySet<number> = new Set()): Promise<number> {
  for (let draw = 0; draw < PORTS_TRIED; draw += 1) {
    const port = randomInt(LOWEST_DRAWN, LOWEST_OUTGOING);
    if (!taken.has(port) && (await isPortFree(port))) return port;
  }
  throw new Error(
    `${PORTS_TRIED} ports drawn between ${LOWEST_DRAWN} and ${LOWEST_OUTGOING}: all busy`,
  );
}

const LOWEST_DRAWN = 20_000;
/** Linux gives 32768 to 60999 to outgoing connections, macOS and Windows 49152 and above. */
const LOWEST_OUTGOING = 32_768;
