import {
  addressableOrderStatuses,
  creditedOrderStatuses,
  isOrderFinal,
  type OrderProgress,
  orderStatuses,
  orderStatusesBefore,
  orderTransitions,
  type ParcelReport,
  readReport,
} from './order-states';

/** What a carrier can say, each of which may come twice, late, or before what came before it. */
const reports: readonly ParcelReport[] = [
  { kind: 'dispatched' },
  { kind: 'attempt_failed', attempt: 1 },
  { kind: 'attempt_failed', attempt: 2 },
  { kind: 'attempt_failed', attempt: 3 },
  { kind: 'delivered' },
  { kind: 'returned' },
  { kind: 'lost' },
];

test('every sequence of up to 5 reports ends an order at most once, and only as the first end says', () => {
  let sequences = 0;
  // Collected, because 200,000 calls of `expect` take 8 s.
  const wrong: unknown[] = [];
  const walk = (order: OrderProgress, end: string | undefined, said: ParcelReport[]): void => {
    sequences += 1;
    const isFinal = isOrderFinal(order.status);
    const isAsSaid = end === undefined ? !isFinal : isFinal && order.status === end;
    if (!isAsSaid) wrong.push({ order, said });
    if (said.length === 5) return;
    for (const report of reports) {
      const next = readReport(order, report);
      const after = typeof next === 'string' ? order : next;
      if (typeof next !== 'string') {
        const isLegal = orderTransitions[order.status].includes(next.status);
        // The same again at once changes nothing.
        const isTakenOnce = readReport(next, report) === 'unchanged';
        if (!isLegal || !isTakenOnce || next.attempts < order.attempts) {
          wrong.push({ order, next, said: [...said, report] });
        }
      }
      const what = report.kind === 'lost' ? 'returned' : report.kind;
      const isEnd = what === 'delivered' || what === 'returned';
      walk(after, end ?? (isEnd ? what : undefined), [...said, report]);
    }
  };
  for (const status of ['placed', 'cancelling'] as const) {
    walk({ status, attempts: 0 }, undefined, []);
  }
  expect(wrong).toEqual([]);
  expect(sequences).toBe(2 * (1 + 7 + 49 + 343 + 2_401 + 16_807));
});

test.each<[OrderProgress, ParcelReport, ReturnType<typeof readReport>]>([
  [{ status: 'placed', attempts: 0 }, reports[0]!, { status: 'dispatched', attempts: 0 }],
  [{ status: 'placed', attempts: 0 }, reports[2]!, { status: 'attempt_failed', attempts: 2 }],
  [{ status: 'attempt_failed', attempts: 2 }, reports[1]!, 'unchanged'],
  [{ status: 'attempt_failed', attempts: 1 }, reports[0]!, 'unchanged'],
  [{ status: 'attempt_failed', attempts: 2 }, reports[3]!, { status: 'returning', attempts: 3 }],
  [{ status: 'returning', attempts: 3 }, reports[1]!, 'unchanged'],
  [{ status: 'returning', attempts: 3 }, reports[5]!, { status: 'returned', attempts: 3 }],
  [{ status: 'returning', attempts: 3 }, reports[4]!, { status: 'delivered', attempts: 3 }],
  [{ status: 'cancelling', attempts: 0 }, reports[0]!, { status: 'dispatched', attempts: 0 }],
  [{ status: 'delivered', attempts: 0 }, reports[5]!, 'contradiction'],
  [{ status: 'returned', attempts: 3 }, reports[4]!, 'contradiction'],
  [{ status: 'returned', attempts: 3 }, reports[6]!, 'unchanged'],
  [{ status: 'cancelled', attempts: 0 }, reports[0]!, 'contradiction'],
  [{ status: 'cancelled', attempts: 0 }, reports[5]!, 'unchanged'],
])('%j and %j: %j', (order, report, expected) => {
  expect(readReport(order, report)).toEqual(expected);
});

test('every state is reached, every open one can end, and no end is left', () => {
  const reached = new Set(['placed']);
  for (const status of reached) {
    for (const next of orderTransitions[status as keyof typeof orderTransitions]) reached.add(next);
  }
  expect(reached).toEqual(new Set(orderStatuses));
  expect(orderStatuses.filter(isOrderFinal)).toEqual(['delivered', 'returned', 'cancelled']);
  for (const status of orderStatuses.filter((one) => !isOrderFinal(one))) {
    expect(orderTransitions[status]).toEqual(expect.arrayContaining(['delivered', 'returned']));
  }
});

test('only what has not left can be cancelled, and only what has another attempt be sent elsewhere', () => {
  expect(orderStatusesBefore('cancelling')).toEqual(['placed']);
  expect(orderStatusesBefore('cancelled')).toEqual(['cancelling']);
  expect(addressableOrderStatuses).toEqual(['placed', 'attempt_failed']);
  expect(creditedOrderStatuses.every(isOrderFinal)).toBe(true);
});
