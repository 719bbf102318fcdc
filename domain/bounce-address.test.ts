import fc from 'fast-check';
import { type BouncedMail, formatBounceLocalPart, parseBounceLocalPart } from './bounce-address';

const TAG = 'abcdefgh234567ab';
const mails = fc.record({
  rewardId: fc.uuid(),
  mail: fc.oneof(
    fc.constantFrom('invite', 'reward'),
    fc.nat(99_999).map((n) => `resend.${n}`),
    fc.nat(99_999).map((n) => `reminder.${n}`),
  ),
  version: fc.integer({ min: 1, max: 9_999 }),
});

describe('the address that a mail comes back to', () => {
  test('names its mail, in whatever case a server writes it, within the 64 octets of RFC 5321', () => {
    fc.assert(
      fc.property(mails, (mail: BouncedMail) => {
        const local = formatBounceLocalPart(mail, TAG);
        expect(local.length).toBeLessThanOrEqual(64);
        expect(local).toMatch(/^[a-z0-9.]+$/);
        expect(parseBounceLocalPart(local.toUpperCase())).toEqual({ mail, tag: TAG });
      }),
    );
  });

  const good = formatBounceLocalPart(
    { rewardId: '01998c5e-7f60-7b43-9b1e-0d9d3f1f2a11', mail: 'reward', version: 1 },
    TAG,
  );
  test.each([
    ['nothing', ''],
    ['a person', 'postmaster'],
    ['a short tag', good.slice(0, -1)],
    ['a digit that base 32 does not have', good.replace(/.$/, '1')],
    ['an id of more than 128 bits', `z${good.slice(1)}`],
    ['no version', good.replace('.1.', '.')],
    ['version 0', good.replace('.1.', '.0.')],
    ['a mail with a line break', good.replace('reward', 'reward\n')],
    ['something before it', `x${good}`],
    ['a part more', `${good}.x`],
    ['very much', 'a'.repeat(10_000)],
  ])('%s is none', (_what, local) => {
    expect(parseBounceLocalPart(local)).toBeUndefined();
  });
});
