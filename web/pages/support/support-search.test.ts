import { readOrdersSearch, readQueueSearch } from './support-search';

test.each<[Record<string, unknown>, object]>([
  [{}, {}],
  [
    { state: 'resolved', priority: 'urgent', whose: 'mine' },
    { state: 'resolved', priority: 'urgent', whose: 'mine' },
  ],
  [{ state: 'all' }, { state: 'all' }],
  [{ state: 'gone', priority: '', whose: 'yours' }, {}],
  [{ state: ['open'], search: { a: 1 } }, {}],
  [{ search: '  T-1042 ' }, { search: 'T-1042' }],
  // The router reads a number where one stands.
  [{ search: 1042 }, { search: '1042' }],
  [{ search: '   ' }, {}],
  [{ search: 'x'.repeat(300) }, { search: 'x'.repeat(200) }],
])('what stands in the address of the queue is a filter or nothing: %j', (typed, filter) => {
  expect(readQueueSearch(typed)).toEqual(filter);
});

test.each<[Record<string, unknown>, object]>([
  [
    { status: 'returning', search: 'asha' },
    { status: 'returning', search: 'asha' },
  ],
  [{ status: 'sold', search: null }, {}],
])('what stands in the address of the orders is a filter or nothing: %j', (typed, filter) => {
  expect(readOrdersSearch(typed)).toEqual(filter);
});
