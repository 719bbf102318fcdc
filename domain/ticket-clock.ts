import { type TicketAction, type TicketState, ticketTransitions } from './tickets';

/**
 * The clock of a ticket (rule R14): it runs to the first answer, rests while the customer is waited
 * for, warns at half of its time and escalates at its end. Times are milliseconds since 1970.
 */
export interface TicketClock {
  state: TicketState;
  warnAt: number;
  dueAt: number;
  /** Since when it rests; a resting clock's `warnAt` and `dueAt` move on when it goes on. */
  pausedAt: number | null;
  warnedAt: number | null;
  breachedAt: number | null;
  firstAnsweredAt: number | null;
  resolvedAt: number | null;
}

export function startClock(now: number, answerMilliseconds: number): TicketClock {
  return {
    state: 'open',
    warnAt: now + Math.floor(answerMilliseconds / 2),
    dueAt: now + answerMilliseconds,
    pausedAt: null,
    warnedAt: null,
    breachedAt: null,
    firstAnsweredAt: null,
    resolvedAt: null,
  };
}

/**
 * What an action makes of a ticket.
 *
 * @returns undefined when the ticket's state does not allow it.
 */
export function actOnTicket(
  ticket: TicketClock,
  action: TicketAction,
  now: number,
  answerMilliseconds: number,
): TicketClock | undefined {
  const state = ticketTransitions[ticket.state][action];
  if (state === undefined) return undefined;
  // Opened again, it is a new question with a new promise.
  if (ticket.state === 'resolved') return startClock(now, answerMilliseconds);
  const going = state === 'waiting_for_customer' ? rest(ticket, now) : goOn(ticket, now);
  return {
    ...going,
    state,
    firstAnsweredAt: action === 'answer' ? (ticket.firstAnsweredAt ?? now) : ticket.firstAnsweredAt,
    resolvedAt: state === 'resolved' ? now : null,
  };
}

/**
 * Something needs a human that came after a ticket was opened. A clock that runs has its promise
 * already; one that has stopped or rests begins anew.
 */
export function askAgain(
  ticket: TicketClock,
  now: number,
  answerMilliseconds: number,
): TicketClock {
  return isRunning(ticket) ? ticket : startClock(now, answerMilliseconds);
}

function rest(ticket: TicketClock, now: number): TicketClock {
  return { ...ticket, pausedAt: ticket.pausedAt ?? now };
}

function goOn(ticket: TicketClock, now: number): TicketClock {
  if (ticket.pausedAt === null) return ticket;
  const rested = now - ticket.pausedAt;
  return {
    ...ticket,
    pausedAt: null,
    warnAt: ticket.warnAt + rested,
    dueAt: ticket.dueAt + rested,
  };
}

/** What the clock asks for now, and when it is to be looked at next. */
export function readClock(
  ticket: TicketClock,
  now: number,
): { alarm: 'warn' | 'escalate' | undefined; nextAt: number | undefined } {
  if (!isRunning(ticket) || ticket.breachedAt !== null) {
    return { alarm: undefined, nextAt: undefined };
  }
  // After an outage both may be over: the worse one says all.
  if (now >= ticket.dueAt) return { alarm: 'escalate', nextAt: undefined };
  if (ticket.warnedAt === null && now >= ticket.warnAt) {
    return { alarm: 'warn', nextAt: ticket.dueAt };
  }
  return { alarm: undefined, nextAt: ticket.warnedAt === null ? ticket.warnAt : ticket.dueAt };
}

function isRunning(ticket: TicketClock): boolean {
  return ticket.state === 'open' && ticket.firstAnsweredAt === null;
}
