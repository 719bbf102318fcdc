import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { Webhook } from 'standardwebhooks';
import { createWebhookSecret, signWebhook } from './sign-webhook';

const message = {
  id: '019ad0b2-4a3e-7f52-9f0e-0c6a4f1f3a11',
  type: 'reward.delivered',
  data: { rewardId: '1', note: 'Grüße 🎁' },
  createdAt: new Date('2026-11-29T12:00:00.123Z'),
};

test('the body is type, time of the event and data, in this order', () => {
  const { body } = signWebhook(message, [createWebhookSecret()], new Date());
  expect(body).toBe(
    '{"type":"reward.delivered","timestamp":"2026-11-29T12:00:00.123Z","data":{"rewardId":"1","note":"Grüße 🎁"}}',
  );
});

test('the headers are those of the specification, and its library takes them', () => {
  const secret = createWebhookSecret();
  const at = new Date();
  const { body, headers } = signWebhook(message, [secret], at);
  expect(headers).toMatchObject({
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': expect.stringMatching(/^v1,[A-Za-z\d+/]{43}=$/),
    'content-type': 'application/json',
  });
  expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  expect(() => new Webhook(createWebhookSecret()).verify(body, headers)).toThrow('No matching');
  expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow('No matching');
});

// https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries/javascript/src/index.test.ts
test('a secret of the specification signs as its libraries do', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const signature = new Webhook(secret).sign(
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    new Date(1_614_265_330_000),
    '{"test": 2432232314}',
  );
  expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('two secrets sign side by side, and each verifies alone', () => {
  const secrets = [createWebhookSecret(), createWebhookSecret()];
  const { body, headers } = signWebhook(message, secrets, new Date());
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
  for (const secret of secrets) new Webhook(secret).verify(body, headers);
});

describe('what docs/WEBHOOKS.md tells to verify by hand', () => {
  const page = readFileSync(path.join(__dirname, '../docs/WEBHOOKS.md'), 'utf8');
  const code = /```js\n(const \{ createHmac.*?)```/s.exec(page)?.[1] ?? '';
  const make = vm.runInThisContext(`(require) => { ${code} return isOurs; }`) as (
    load: NodeJS.Require,
  ) => (secret: string, headers: Record<string, string>, body: string) => boolean;
  const isOurs = make(createRequire(__filename));
  const secret = createWebhookSecret();

  test('takes what is ours, also while the secret is being changed', () => {
    for (const secrets of [[secret], [createWebhookSecret(), secret]]) {
      const { body, headers } = signWebhook(message, secrets, new Date());
      expect(isOurs(secret, headers, body)).toBe(true);
    }
  });

  test('refuses another secret, another body, another time, and what is old', () => {
    const { body, headers } = signWebhook(message, [secret], new Date());
    const old = signWebhook(message, [secret], new Date(Date.now() - 3_600_000));
    expect(isOurs(createWebhookSecret(), headers, body)).toBe(false);
    expect(isOurs(secret, headers, `${body} `)).toBe(false);
    expect(isOurs(secret, { ...headers, 'webhook-id': 'x' }, body)).toBe(false);
    const later = String(Number(headers['webhook-timestamp']) + 1);
    expect(isOurs(secret, { ...headers, 'webhook-timestamp': later }, body)).toBe(false);
    expect(isOurs(secret, { ...headers, 'webhook-timestamp': 'x' }, body)).toBe(false);
    expect(isOurs(secret, old.headers, old.body)).toBe(false);
  });
});
