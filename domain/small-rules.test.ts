import fc from 'fast-check';
import { canonicalJson } from './canonical-json';
import { chunksOf } from './chunks';
import { parseMobileNumber } from './mobile-number';
import { retryDelayMilliseconds } from './retry-rounds';

describe('mobile numbers', () => {
  test.each<[typed: unknown, e164: string | null]>([
    [undefined, null],
    [null, null],
    ['', null],
    ['   ', null],
    ['9876543210', '+919876543210'],
    ['098765 43210', '+919876543210'],
    ['+91 98765-43210', '+919876543210'],
    ['0091 98765 43210', '+919876543210'],
    ['+91 (98765) 43210', '+919876543210'],
    ['(+91) 98765.43210', '+919876543210'],
    ['+44 7911 123456', '+447911123456'],
    ['+1 415 555 2671', '+14155552671'],
    ['+971 50 123 4567', '+971501234567'],
    ['٩٨٧٦٥٤٣٢١٠', '+919876543210'],
  ])('%j is %j', (typed, e164) => {
    expect(parseMobileNumber(typed, 'IN')).toBe(e164);
  });

  test.each<[unknown]>([
    [9876543210],
    [true],
    [{}],
    ['12345'],
    ['+91 12345'],
    ['98765432101234'],
    ['not a number'],
    ['call 9876543210 now'],
    ['+999 98765 43210'],
    ['022 2345 6789'],
    ['+44 20 7946 0958'],
    ['9876543210\r\nBcc: x'],
    ['9'.repeat(10_000)],
  ])('%j is no mobile number', (typed) => {
    expect(parseMobileNumber(typed, 'IN')).toBeUndefined();
  });

  test('a number without a country code is of the company’s country', () => {
    expect(parseMobileNumber('07911 123456', 'GB')).toBe('+447911123456');
    expect(parseMobileNumber('07911 123456', 'IN')).toBeUndefined();
  });
});

describe('retry rounds', () => {
  const rules = { firstMilliseconds: 10, maxMilliseconds: 100, windowMilliseconds: 1_000 };

  test.each([
    [0, 0, 10],
    [1, 10, 20],
    [3, 70, 80],
    [4, 150, 100],
    [1_000_000, 500, 100],
    [5, 950, 50],
    [5, 999, 1],
  ])('round %i after %i ms waits %i ms', (round, elapsed, delay) => {
    expect(retryDelayMilliseconds(round, elapsed, rules, 0)).toBe(delay);
  });

  test.each([1_000, 1_001, 10 ** 9])('after %i ms the window is over', (elapsed) => {
    expect(retryDelayMilliseconds(0, elapsed, rules, 0.5)).toBeUndefined();
  });

  test('mails that failed at one moment are tried again at different ones, none before its time', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.double({ min: 0, max: 1, noNaN: true }), (round, lot) => {
        const longest = retryDelayMilliseconds(round, 0, rules, 0)!;
        const delay = retryDelayMilliseconds(round, 0, rules, lot)!;
        expect(delay).toBeLessThanOrEqual(longest);
        expect(delay).toBeGreaterThanOrEqual(Math.floor(longest * 0.8));
      }),
    );
    expect(retryDelayMilliseconds(4, 0, rules, 0.5)).toBe(90);
  });

  test('a failing mail is tried until the window is over, and then no more', () => {
    let elapsed = 0;
    let round = 0;
    for (let delay = retryDelayMilliseconds(round, elapsed, rules, 0); delay !== undefined;) {
      expect(delay).toBeGreaterThan(0);
      elapsed += delay;
      round += 1;
      delay = retryDelayMilliseconds(round, elapsed, rules, 0);
    }
    expect(elapsed).toBe(rules.windowMilliseconds);
    expect(round).toBeLessThan(20);
  });
});

describe('canonical JSON', () => {
  test('is the same for the same content, whatever the order of the keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test.each<[unknown, unknown]>([
    [{ a: 1 }, { a: '1' }],
    [{ a: 1 }, { a: 2 }],
    [{ a: null }, {}],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: { b: 1 } }, { a: 1, b: 1 }],
    [{ a: 'é' }, { a: 'e\u0301' }],
    [[], {}],
    [
      { '1': 1, a: 2 },
      { '1': 2, a: 1 },
    ],
  ])('%j and %j are two contents', (one, other) => {
    expect(canonicalJson(one)).not.toBe(canonicalJson(other));
  });
});

test('chunks hold everything once, in order, and none is larger than asked', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 10 }), (items, size) => {
      const chunks = chunksOf(items, size);
      expect(chunks.flat()).toEqual(items);
      for (const chunk of chunks) expect(chunk.length >= 1 && chunk.length <= size).toBe(true);
      expect(chunks).toHaveLength(Math.ceil(items.length / size));
    }),
  );
});

/** The same content with every object's keys the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}
