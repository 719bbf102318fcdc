import { readTypedAmount } from './typed-amount';

test.each([
  ['1250.50', 125_050],
  ['1250,50', 125_050],
  ['1,250.50', 125_050],
  ['1.250,50', 125_050],
  ['1,00,000', 10_000_000],
  ['1,500', 150_000],
  ['0.01', 1],
  [' 2500 ', 250_000],
  ['9999999999999.99', 999_999_999_999_999],
])('%s is an amount', (text, amountMinor) => {
  expect(readTypedAmount(text, 'INR')).toEqual({ ok: true, amountMinor });
});

test.each(['', '0', '-5', '12 rupees', '1250.505', '1e5', '99999999999999'])(
  '%s is no amount',
  (text) => {
    expect(readTypedAmount(text, 'INR')).toEqual({ ok: false, problem: 'no_amount' });
  },
);

test('what could mean two amounts is asked about', () => {
  expect(readTypedAmount('1.500', 'INR')).toEqual({
    ...{ ok: false, problem: 'ambiguous', readings: [1_500, 1.5] },
  });
});

test('a currency without minor units has none', () => {
  expect(readTypedAmount('1500', 'JPY')).toEqual({ ok: true, amountMinor: 1_500 });
  expect(readTypedAmount('1500.5', 'JPY')).toEqual({ ok: false, problem: 'no_amount' });
});
