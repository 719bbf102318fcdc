import { daysOf, readStatementSearch } from './statement-search';

test.each([
  [{}, '2026-11-25', '2026-11-01', '2026-11-25'],
  [{ period: 'this_month' }, '2026-03-01', '2026-03-01', '2026-03-01'],
  [{ period: 'last_month' }, '2026-03-31', '2026-02-01', '2026-02-28'],
  [{ period: 'last_month' }, '2028-03-01', '2028-02-01', '2028-02-29'],
  [{ period: 'last_month' }, '2026-01-15', '2025-12-01', '2025-12-31'],
  [{ period: 'this_year' }, '2026-11-25', '2026-01-01', '2026-11-25'],
  [
    { period: 'custom', from: '2026-02-03', to: '2026-02-04' },
    '2026-11-25',
    '2026-02-03',
    '2026-02-04',
  ],
  [{ period: 'custom', from: '2026-02-03' }, '2026-11-25', '2026-02-03', '2026-11-25'],
] as const)('the period %j, on %s, is %s to %s', (search, today, from, to) => {
  expect(daysOf(search, today)).toEqual({ from, to });
});

test.each([
  [{ period: 'never' }, {}],
  [{ period: 'this_year', from: '2026-01-01' }, { period: 'this_year' }],
  [{ period: 'custom', from: 'yesterday', to: 5 }, { period: 'custom' }],
  [{ from: '2026-01-01' }, {}],
])('an address with %j is read as %j', (search, read) => {
  expect(readStatementSearch(search)).toEqual(read);
});
