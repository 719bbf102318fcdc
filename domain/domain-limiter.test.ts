import fc from 'fast-check';
import { createDomainLimiter } from './domain-limiter';

describe('mails to one destination domain', () => {
  test('go out at once up to a second’s worth, then at the pace of the limit', () => {
    let now = 0;
    const limiter = createDomainLimiter(120, () => now);
    expect([limiter.take('a@big.example'), limiter.take('b@big.example')]).toEqual([0, 0]);
    expect(limiter.take('c@big.example')).toBe(500);
    now = 499;
    expect(limiter.take('c@big.example')).toBeGreaterThan(0);
    now = 500;
    expect(limiter.take('c@big.example')).toBe(0);
  });

  test('never hold up those to another domain; the case of a domain is none', () => {
    const limiter = createDomainLimiter(1, () => 0);
    expect(limiter.take('a@big.example')).toBe(0);
    expect(limiter.take('b@BIG.example')).toBe(60_000);
    expect(limiter.take('b@small.example')).toBe(0);
  });

  test('never exceed the limit over any time, and who waits as long as told may send', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6_000 }),
        fc.array(fc.nat(5_000), { maxLength: 200 }),
        (perMinute, pauses) => {
          let now = 0;
          let sent = 0;
          const limiter = createDomainLimiter(perMinute, () => now);
          for (const pause of pauses) {
            const wait = limiter.take('a@x.example');
            if (wait === 0) sent += 1;
            else {
              now += wait;
              expect(limiter.take('a@x.example')).toBe(0);
              sent += 1;
            }
            expect(sent).toBeLessThanOrEqual(
              Math.max(1, perMinute / 60) + (now * perMinute) / 60_000 + 1e-6,
            );
            now += pause;
          }
        },
      ),
    );
  });

  test('a great many domains are not remembered for ever', () => {
    let now = 0;
    const limiter = createDomainLimiter(60, () => now);
    for (let n = 0; n < 25_000; n += 1) {
      now += 1;
      expect(limiter.take(`a@d${n}.example`)).toBe(0);
    }
  });
});
