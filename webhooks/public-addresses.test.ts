import { checkWebhookUrl } from './check-url';
import { isPublicAddress } from './public-addresses';

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.1',
  '169.253.255.255',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2a00:1450:4001:82b::200e',
])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.0.2.1',
  '192.168.0.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.0.0.1',
  '::ffff:8.8.8.8',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  'fc00::1',
  'fd12:3456:789a::1',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '4000::1',
  'localhost',
  '',
  '2130706433',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

const PUBLIC_ONLY = { allowPrivate: false };

test.each([
  ['https://example.com/hooks?x=1', 'https://example.com/hooks?x=1'],
  ['HTTPS://Example.COM', 'https://example.com/'],
  ['https://example.com:8443/a#part', 'https://example.com:8443/a'],
  ['https://1.1.1.1/', 'https://1.1.1.1/'],
  ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
])('%s is taken', (text, url) => {
  expect(checkWebhookUrl(text, PUBLIC_ONLY)).toEqual({ url });
});

test.each([
  ['', 'malformed'],
  ['example.com', 'malformed'],
  ['https://', 'malformed'],
  [`https://example.com/${'a'.repeat(2_000)}`, 'malformed'],
  [`https://example.com/${'ü'.repeat(400)}`, 'malformed'],
  ['http://example.com/', 'not_https'],
  ['ftp://example.com/', 'not_https'],
  ['file:///etc/passwd', 'not_https'],
  ['https://user:secret@example.com/', 'has_credentials'],
  ['https://user@example.com/', 'has_credentials'],
  ['https://localhost/', 'not_public'],
  ['https://app.localhost/', 'not_public'],
  ['https://127.0.0.1/', 'not_public'],
  ['https://127.1/', 'not_public'],
  ['https://2130706433/', 'not_public'],
  ['https://0x7f.0.0.1/', 'not_public'],
  ['https://0177.0.0.1/', 'not_public'],
  ['https://[::1]/', 'not_public'],
  ['https://[::ffff:127.0.0.1]/', 'not_public'],
  ['https://[fd00::1]/', 'not_public'],
  ['https://169.254.169.254/latest/meta-data', 'not_public'],
])('%s is refused as %s', (text, problem) => {
  expect(checkWebhookUrl(text, PUBLIC_ONLY)).toEqual({ problem });
});

test('where private addresses are allowed, http is too, and credentials are not', () => {
  const rules = { allowPrivate: true };
  expect(checkWebhookUrl('http://127.0.0.1:4000/x', rules)).toEqual({
    url: 'http://127.0.0.1:4000/x',
  });
  expect(checkWebhookUrl('http://a:b@127.0.0.1/', rules)).toEqual({ problem: 'has_credentials' });
  expect(checkWebhookUrl('ftp://127.0.0.1/', rules)).toEqual({ problem: 'not_https' });
});

test('an umlaut is taken also by a process that has read thousands of addresses', () => {
  const problems = Array.from(
    { length: 20_000 },
    () => checkWebhookUrl('https://bücher.example/', PUBLIC_ONLY).problem,
  );
  expect(problems.filter((problem) => problem !== undefined)).toHaveLength(0);
});
