import { readDistributionsSearch } from './distributions-search';
import { toApiFilter } from './to-api-filter';

const campaign = '01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11';

test.each<[string, Record<string, unknown>, object]>([
  [
    'all filters',
    { status: 'sending', method: 'api', q: 'asha' },
    { status: 'sending', method: 'api', q: 'asha' },
  ],
  ['a number as a text', { q: 4711 }, { q: '4711' }],
  ['a campaign by its id', { campaign }, { campaign }],
  ['only what has failed', { failed: true }, { failed: true }],
  ['no such status', { status: 'gone', method: ['api'] }, {}],
  ['no id, no days', { campaign: 'birthday', from: 'monday', to: '2026-13-01' }, {}],
  ['nothing', { q: '', status: null, failed: false }, {}],
])('the address says %s', (_what, search, read) => {
  expect(readDistributionsSearch(search)).toEqual(read);
});

test('days are those of the company, the last one included', () => {
  const days = { from: '2026-12-24', to: '2026-12-24' };
  expect(toApiFilter(days, 'Asia/Kolkata')).toEqual({
    from: '2026-12-23T18:30:00.000Z',
    to: '2026-12-24T18:30:00.000Z',
  });
  // Clocks were put back: the day has 25 hours.
  expect(toApiFilter({ from: '2026-10-25', to: '2026-10-25' }, 'Europe/Berlin')).toEqual({
    from: '2026-10-24T22:00:00.000Z',
    to: '2026-10-25T23:00:00.000Z',
  });
});

test('a day that no month has is read as the API can take it', () => {
  const { from } = toApiFilter({ from: '2026-02-31' }, 'UTC');
  expect(from).toBe('2026-03-03T00:00:00.000Z');
});
