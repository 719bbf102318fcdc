import { actOnTicket, askAgain, readClock, startClock, type TicketClock } from './ticket-clock';
import { ticketActions, type TicketAction, ticketStates, ticketTransitions } from './tickets';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What happens to a ticket, hour by hour after it was opened. */
type Story = readonly (readonly [hour: number, action: TicketAction])[];

function play(story: Story): TicketClock {
  return story.reduce(
    (ticket, [hour, action]) => {
      const next = actOnTicket(ticket, action, hour * HOUR, DAY);
      if (next === undefined) throw new Error(`${action} is not possible when ${ticket.state}`);
      return next;
    },
    startClock(0, DAY),
  );
}

describe('R14: the clock of a ticket', () => {
  test.each<[what: string, story: Story, hour: number, alarm: unknown, nextHour: unknown]>([
    ['a new ticket is warned of at half', [], 0, undefined, 12],
    ['just before half', [], 11.999, undefined, 12],
    ['at half it warns', [], 12, 'warn', 24],
    ['at its end it escalates', [], 24, 'escalate', undefined],
    ['after an outage it escalates without warning first', [], 40, 'escalate', undefined],
    ['an answer stops it', [[3, 'answer']], 30, undefined, undefined],
    ['an answer in the last moment stops it', [[23.99, 'answer']], 24, undefined, undefined],
    ['it rests while the customer is waited for', [[6, 'wait']], 48, undefined, undefined],
    [
      'it goes on with what was left',
      [
        [6, 'wait'],
        [30, 'customerReply'],
      ],
      30,
      undefined,
      36,
    ],
    [
      'what it rested is added once for each rest',
      [
        [6, 'wait'],
        [10, 'customerReply'],
        [11, 'wait'],
        [21, 'customerReply'],
      ],
      26,
      'warn',
      38,
    ],
    [
      'a customer who writes twice adds no time',
      [
        [1, 'customerReply'],
        [2, 'customerReply'],
      ],
      12,
      'warn',
      24,
    ],
    ['resolved, it is silent', [[1, 'resolve']], 100, undefined, undefined],
    [
      'answered, asked again: the promise is about the first answer',
      [
        [1, 'answer'],
        [2, 'wait'],
        [3, 'customerReply'],
      ],
      50,
      undefined,
      undefined,
    ],
    [
      'opened again, it starts anew',
      [
        [1, 'answer'],
        [2, 'resolve'],
        [30, 'reopen'],
      ],
      42,
      'warn',
      54,
    ],
    [
      'a customer who writes to a resolved ticket opens it again',
      [
        [2, 'resolve'],
        [30, 'customerReply'],
      ],
      54,
      'escalate',
      undefined,
    ],
  ])('%s', (_what, story, hour, alarm, nextHour) => {
    const read = readClock(play(story), hour * HOUR);
    expect([read.alarm, read.nextAt === undefined ? undefined : read.nextAt / HOUR]).toEqual([
      alarm,
      nextHour,
    ]);
  });

  test('it warns once and escalates once', () => {
    const warned = { ...startClock(0, DAY), warnedAt: 12 * HOUR };
    expect(readClock(warned, 13 * HOUR)).toEqual({ alarm: undefined, nextAt: DAY });
    const breached = { ...warned, breachedAt: DAY };
    expect(readClock(breached, 2 * DAY)).toEqual({ alarm: undefined, nextAt: undefined });
  });

  test('a late answer does not hide the breach; a new opening is a new promise', () => {
    const late = actOnTicket({ ...startClock(0, DAY), breachedAt: DAY }, 'answer', 30 * HOUR, DAY)!;
    expect(late).toMatchObject({ breachedAt: DAY, firstAnsweredAt: 30 * HOUR });
    const resolved = actOnTicket(late, 'resolve', 31 * HOUR, DAY)!;
    expect(resolved).toMatchObject({ breachedAt: DAY, resolvedAt: 31 * HOUR });
    expect(actOnTicket(resolved, 'reopen', 40 * HOUR, DAY)).toEqual(startClock(40 * HOUR, DAY));
  });
});

describe('what comes to a ticket that is open', () => {
  const answered = play([[3, 'answer']]);
  test.each<[what: string, before: TicketClock, after: TicketClock]>([
    ['a clock that runs has its promise', play([]), play([])],
    [
      'one that was missed stays missed',
      { ...startClock(0, DAY), breachedAt: DAY },
      { ...startClock(0, DAY), breachedAt: DAY },
    ],
    ['an answer did not know of it', answered, startClock(40 * HOUR, DAY)],
    ['nor does a customer who is asked', play([[6, 'wait']]), startClock(40 * HOUR, DAY)],
    ['nor who has resolved it', play([[6, 'resolve']]), startClock(40 * HOUR, DAY)],
    [
      'an answer that came late is another story',
      { ...answered, warnedAt: 12 * HOUR, breachedAt: DAY },
      startClock(40 * HOUR, DAY),
    ],
  ])('%s', (_what, before, after) => {
    expect(askAgain(before, 40 * HOUR, DAY)).toEqual(after);
  });
});

describe('the states of a ticket', () => {
  const now = startClock(0, DAY);

  test.each(
    ticketStates.flatMap((state) => ticketActions.map((action) => [state, action] as const)),
  )('%s, %s: as the table says, and nothing else', (state, action) => {
    const next = actOnTicket({ ...now, state }, action, HOUR, DAY);
    expect(next?.state).toBe(ticketTransitions[state][action]);
  });

  test.each<[(typeof ticketStates)[number], TicketAction]>([
    ['resolved', 'answer'],
    ['resolved', 'wait'],
    ['resolved', 'resolve'],
    ['open', 'reopen'],
    ['waiting_for_customer', 'reopen'],
    ['waiting_for_customer', 'wait'],
  ])('%s does not allow %s', (state, action) => {
    expect(actOnTicket({ ...now, state }, action, HOUR, DAY)).toBeUndefined();
  });

  test('every state is left by some action', () => {
    for (const state of ticketStates) {
      const targets = Object.values(ticketTransitions[state]);
      expect(targets.some((target) => target !== state)).toBe(true);
    }
  });
});
