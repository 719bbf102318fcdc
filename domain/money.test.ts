import fc from 'fast-check';
import { formatMoney, isCurrency, POINT_PRICE, pointsFor, priceOf, readAmount } from './money';

describe('money', () => {
  it.each([
    [1, '1.00', 'INR', 100],
    [1_000, '0.25', 'USD', 25_000],
    [3, '0.005', 'USD', 2],
    [1, '0.005', 'USD', 1],
    [7, '1', 'JPY', 7],
    [7, '1.5', 'KWD', 10_500],
    [1_000_000_000_000, '1', 'INR', 100_000_000_000_000],
  ])('%d points at %s %s cost %d minor units', (points, pointPrice, currency, amountMinor) => {
    expect(priceOf(points, { pointPrice, currency })).toEqual({ amountMinor, currency });
  });

  it.each([
    [1, '0.001', 'USD'],
    [1_000_000_000_000, '1000', 'INR'],
  ])('%d points at %s %s have no price that could be paid', (points, pointPrice, currency) => {
    expect(priceOf(points, { pointPrice, currency })).toBeUndefined();
  });

  it.each([
    [{ amountMinor: 5, currency: 'JPY' }, 'JPY 5'],
    [{ amountMinor: 5, currency: 'INR' }, 'INR 0.05'],
    [{ amountMinor: 123_456_789, currency: 'USD' }, 'USD 1,234,567.89'],
    [{ amountMinor: 1_234, currency: 'KWD' }, 'KWD 1.234'],
  ])('%j reads %s', (money, text) => {
    expect(formatMoney(money)).toBe(text);
  });

  it.each([
    ['1250.5', 'INR', 125_050],
    ['1250', 'INR', 125_000],
    [' 0.05 ', 'INR', 5],
    ['7', 'JPY', 7],
    ['10.5', 'KWD', 10_500],
    ['90071992547409.91', 'INR', undefined],
    ['7.5', 'JPY', undefined],
    ['1.005', 'INR', undefined],
    ['0', 'INR', undefined],
    ['-5', 'INR', undefined],
    ['1,250.50', 'INR', undefined],
    ['1e3', 'INR', undefined],
    ['', 'INR', undefined],
  ])('the amount "%s" of %s is %p minor units', (text, currency, amountMinor) => {
    expect(readAmount(text, currency)).toBe(amountMinor);
  });

  it.each(['0', '0.00', '-1', '1.1234567', '1e3', '', '1,5', '.5', '1.'])(
    'a point cannot cost "%s"',
    (price) => {
      expect(POINT_PRICE.test(price)).toBe(false);
    },
  );

  it('never lets an amount buy more points than it pays for', () => {
    const price = fc.constantFrom('1', '0.25', '0.333333', '17.5', '0.01', '0.005');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), price, (amountMinor, pointPrice) => {
        const rule = { pointPrice, currency: 'INR' };
        const points = pointsFor({ amountMinor, currency: 'INR' }, rule);
        expect(priceOf(points, rule)?.amountMinor ?? 0).toBeLessThanOrEqual(amountMinor);
        expect(priceOf(points + 1, rule)?.amountMinor ?? 0).toBeGreaterThan(
          points === 0 ? 0 : amountMinor,
        );
      }),
    );
    expect(
      pointsFor({ amountMinor: 100, currency: 'USD' }, { pointPrice: '1', currency: 'INR' }),
    ).toBe(0);
  });

  it('knows what a currency is', () => {
    expect([isCurrency('INR'), isCurrency('ABC'), isCurrency('inr')]).toEqual([true, false, false]);
  });
});
