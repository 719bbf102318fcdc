import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWebhookPoster, type PosterSettings } from './post-webhook';
import { isPublicAddress } from './public-addresses';

/** Against a real HTTP server, which does what the path says. */
let server: Server;
let port: number;
let asked: string[];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/silent') return;
    if (request.url === '/drop') return void request.socket.destroy();
    if (request.url === '/redirect') return void response.writeHead(302, { location: '/' }).end();
    if (request.url === '/endless') {
      const write = () => response.write('x'.repeat(1_000), write);
      response.writeHead(200);
      return void write();
    }
    if (request.url === '/drip') return void response.writeHead(200).write('begun');
    if (request.url === '/control') return void response.writeHead(500).end('a\u0000b\u001b[31mc');
    response.writeHead(200).end('thanks');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});

beforeEach(() => {
  asked = [];
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const ANYWHERE: PosterSettings = { isAllowed: () => true };

const post = async (
  path: string,
  settings: PosterSettings = ANYWHERE,
  host = '127.0.0.1',
  scheme = 'http',
  stopped = new AbortController().signal,
) => {
  const poster = createWebhookPoster(`${scheme}://${host}:${port}${path}`, settings);
  try {
    const message = { body: '{}', headers: { 'content-type': 'application/json' } };
    return await poster.post(message, stopped);
  } finally {
    poster.close();
  }
};

test('an answer has its status and the beginning of its body', async () => {
  expect(await post('/')).toEqual({ httpStatus: 200, response: 'thanks' });
});

test('a redirect is an answer and is not followed', async () => {
  expect(await post('/redirect')).toMatchObject({ httpStatus: 302 });
  expect(asked).toEqual(['/redirect']);
});

test('of a body without end only the beginning is read', async () => {
  const { httpStatus, response } = await post('/endless');
  expect(httpStatus).toBe(200);
  expect(response).toBe('x'.repeat(499));
});

test('control characters of a body are not kept', async () => {
  expect(await post('/control')).toEqual({ httpStatus: 500, response: 'a b [31mc' });
});

test('no answer in time is said', async () => {
  const answer = await post('/silent', { ...ANYWHERE, timeoutMilliseconds: 100 });
  expect(answer).toEqual({ error: 'No answer in time' });
});

test('whoever has answered a status in time has answered, however slow the body is', async () => {
  const answer = await post('/drip', { ...ANYWHERE, timeoutMilliseconds: 300 });
  expect(answer).toEqual({ httpStatus: 200, response: 'begun…' });
});

test('a connection that is cut is said', async () => {
  expect(await post('/drop')).toEqual({
    error: expect.stringMatching(/socket hang up|ECONNRESET/),
  });
});

test.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'])(
  '%s is not connected to where only public addresses are allowed',
  async (host) => {
    const answer = await post('/', { isAllowed: isPublicAddress }, host);
    expect(answer).toEqual({ error: expect.stringContaining('not public') });
    expect(asked).toEqual([]);
  },
);

test('of the addresses of a name those that are allowed are connected to', async () => {
  const looked: string[] = [];
  const isAllowed = (address: string) => {
    looked.push(address);
    return address === '127.0.0.1';
  };
  expect(await post('/', { isAllowed }, 'localhost')).toMatchObject({ httpStatus: 200 });
  expect(looked).toContain('127.0.0.1');
});

test('https is spoken where the address says so', async () => {
  const { error } = await post('/', ANYWHERE, '127.0.0.1', 'https');
  expect(error).toMatch(/SSL|TLS/);
  expect(asked).toEqual([]);
});

test('a name that leads nowhere is said', async () => {
  const { error } = await post('/', ANYWHERE, 'nowhere.invalid');
  expect(error).toMatch(/nowhere\.invalid/);
});

test('nobody waits for an answer that is not wanted any more', async () => {
  const { error } = await post('/silent', ANYWHERE, '127.0.0.1', 'http', AbortSignal.abort());
  expect(error).toBe('No answer in time');
});
