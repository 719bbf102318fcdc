import { rmSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { waitFor } from '../test/support/wait-for';
import { startMail } from './mail';
import { drawFreePort } from './ports';
import { temporaryDataDir } from './supervisor-under-test';

let folder: string;
let smtpPort: number;
let webPort: number;
let mail: Awaited<ReturnType<typeof startMail>>;

beforeAll(async () => {
  folder = temporaryDataDir();
  smtpPort = await drawFreePort();
  webPort = await drawFreePort(new Set([smtpPort]));
  mail = await start();
});

afterAll(async () => {
  await mail.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start() {
  const dataDir = path.join(folder, 'mail');
  return startMail({ dataDir, smtpPort, webPort, log: path.join(folder, 'mail.log') });
}

async function send(subject: string): Promise<void> {
  const transport = createTransport(mail.smtpUrl);
  await transport.sendMail({ from: 'a@b.example', to: 'c@d.example', subject, text: 'Hello' });
  transport.close();
}

async function subjects(): Promise<string[]> {
  const response = await fetch(`${mail.mailUrl}/api/email`);
  return ((await response.json()) as { subject: string }[]).map(({ subject }) => subject).sort();
}

test('a mail is in the inbox, and still there after kill -9', async () => {
  await send('Well done');
  expect(await subjects()).toEqual(['Well done']);
  process.kill(mail.pid, 'SIGKILL');
  await mail.exited;

  mail = await start();
  await send('Once more');
  const both = ['Once more', 'Well done'];
  await waitFor('both mails', async () => (await subjects()).join() === both.join());
});

test('the inbox opens where ready.json says', async () => {
  const response = await fetch(mail.mailUrl);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('<title>MailDev</title>');
});

test.each([
  ['asks by a script', '/api/email', { origin: 'http://evil.example' }],
  [
    'asks for the live events',
    '/socket.io/?EIO=4&transport=polling',
    { origin: 'http://evil.example' },
  ],
  ['has its own name point to this machine', '/api/email', { host: 'evil.example' }],
])('another site that %s is refused the inbox', async (_, target, headers) => {
  const status = await new Promise((resolve, reject) => {
    request(mail.mailUrl + target, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });
  expect(status).toBe(403);
});

test('another site is refused a web socket too', async () => {
  const headers = {
    origin: 'http://evil.example',
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  const target = `${mail.mailUrl}/socket.io/?EIO=4&transport=websocket`;
  const outcome = await new Promise((resolve) => {
    request(target, { headers })
      .once('upgrade', () => {
        resolve('accepted');
      })
      .once('error', () => {
        resolve('refused');
      })
      .end();
  });
  expect(outcome).toBe('refused');
});
