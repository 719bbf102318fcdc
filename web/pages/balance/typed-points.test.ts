import { readTypedPoints } from './typed-points';

test.each([
  ['10050', 10_050],
  [' 10,050 ', 10_050],
  ['1,00,000 points', 100_000],
  ['1.000.000', 1_000_000],
  ['100.00', 100],
])('%s is %d points', (text, points) => {
  expect(readTypedPoints(text)).toEqual({ ok: true, points });
});

test.each([
  ['', 'missing'],
  ['  ', 'missing'],
  ['100.50', 'not_whole'],
  ['1.5', 'not_whole'],
  ['1,5', 'not_whole'],
  ['0', 'too_small'],
  ['-10', 'too_small'],
  ['1e5', 'not_a_number'],
  ['ten', 'not_a_number'],
  ['1,000,000,000,001', 'too_large'],
])('%s is refused: %s', (text, problem) => {
  expect(readTypedPoints(text)).toMatchObject({ ok: false, problem });
});

test('a text that is one number here and another there is asked about', () => {
  expect(readTypedPoints('1.500')).toEqual({
    ...{ ok: false, problem: 'ambiguous' },
    readings: [1_500, 1.5],
  });
});
