import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useCleanUp } from '../test/support/clean-up';
import { closeInTime } from './close-server';

const cleanUp = useCleanUp();
/** Longer than a test may take: what is only closed by it fails. */
const NEVER = 600_000;

/** A server that leaves every request to the test. */
async function startServer(grace: number) {
  const responses: ServerResponse[] = [];
  const arrived: (() => void)[] = [];
  const server = createServer((_request, response) => {
    // As every answer of ours has; without one `writeHead` keeps none of its own.
    response.setHeader('X-Request-Id', '1');
    responses.push(response);
    arrived.shift()?.();
  });
  const close = closeInTime(server, grace);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp(() => server.closeAllConnections());
  const ask = async () => {
    const here = new Promise<void>((resolve) => arrived.push(resolve));
    const answer = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    answer.catch(() => undefined);
    await here;
    return { answer, response: responses.at(-1)! };
  };
  return { ask, close };
}

test('a stream that a page keeps open is cut, and a request under way is answered', async () => {
  const { ask, close } = await startServer(NEVER);
  const page = await ask();
  page.response
    .writeHead(200, { 'Content-Type': 'text/event-stream' })
    .write('event: progress\n\n');
  const stream = (await page.answer).text();
  const request = await ask();
  const closed = close();
  await expect(stream).rejects.toThrow();
  request.response.end('done');
  expect(await (await request.answer).text()).toBe('done');
  await closed;
});

test('a request that does not end is not waited for beyond the grace', async () => {
  const { ask, close } = await startServer(50);
  const { answer } = await ask();
  await close();
  await expect(answer).rejects.toThrow();
});

test('a connection that is kept alive and idle is closed', async () => {
  const { ask, close } = await startServer(NEVER);
  const { answer, response } = await ask();
  response.end('done');
  await (await answer).text();
  await close();
});
