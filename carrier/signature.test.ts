import { checkSignature, signMessage } from './signature';

const SECRET = 'a secret that only two parties know';
const NOW = 1_800_000_000;
const BODY = Buffer.from('{"kind":"delivered"}');
const signed = signMessage(SECRET, { id: 'msg_1', timestampSeconds: NOW, body: BODY });

const check = (headers: Record<string, string | undefined>, body = BODY, now = NOW) =>
  checkSignature(SECRET, { ...signed, ...headers }, body, now).verdict;

test('the vector of Standard Webhooks, with a base64 secret, is signed as its libraries do', () => {
  // From the reference libraries' tests: https://github.com/standard-webhooks/standard-webhooks
  const headers = signMessage('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
    ...{ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestampSeconds: 1_614_265_330 },
    body: '{"test": 2432232314}',
  });
  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test.each<[string, string, string]>([
  ['as it was signed', check({}), 'signed'],
  ['five minutes late', check({}, BODY, NOW + 300), 'signed'],
  ['six minutes late', check({}, BODY, NOW + 360), 'out_of_tolerance'],
  ['from the future', check({}, BODY, NOW - 360), 'out_of_tolerance'],
  ['another body', check({}, Buffer.from('{"kind":"returned"}')), 'forged'],
  ['another id', check({ 'webhook-id': 'msg_2' }), 'forged'],
  ['a younger timestamp', check({ 'webhook-timestamp': String(NOW + 1) }), 'forged'],
  ['no signature', check({ 'webhook-signature': undefined }), 'forged'],
  ['an empty signature', check({ 'webhook-signature': 'v1,' }), 'forged'],
  [
    'another version',
    check({ 'webhook-signature': signed['webhook-signature']!.replace('v1', 'v2') }),
    'forged',
  ],
  [
    'several, one of them right',
    check({ 'webhook-signature': `v1,AAAA ${signed['webhook-signature']}` }),
    'signed',
  ],
  ['no id', check({ 'webhook-id': undefined }), 'forged'],
  ['a timestamp that is none', check({ 'webhook-timestamp': 'now' }), 'forged'],
])('%s: %s', (_what, verdict, expected) => {
  expect(verdict).toBe(expected);
});
