import type { askedCauses, TicketState } from '../../../domain/tickets';

/** By hand: domain/tickets.ts knows all failures of mails, which are not for the first page. */
const states: readonly TicketState[] = ['open', 'waiting_for_customer', 'resolved'];
const causes: readonly AskedCause[] = [
  'wrong_recipient',
  'cancel_what_was_sent',
  'did_not_arrive',
  'other',
];

export interface TicketsSearch {
  state?: TicketState;
}

export function readTicketsSearch(search: Record<string, unknown>): TicketsSearch {
  const state = states.find((each) => each === search['state']);
  return state === undefined ? {} : { state };
}

export type AskedCause = (typeof askedCauses)[number];

/** What a new ticket is about: a send, one reward of it, or neither. */
export interface NewTicketSearch {
  distribution?: string;
  reward?: string;
  cause?: AskedCause;
}

export function readNewTicketSearch(search: Record<string, unknown>): NewTicketSearch {
  const { distribution, reward } = search;
  const cause = causes.find((each) => each === search['cause']);
  return {
    ...(isId(distribution) && { distribution }),
    ...(isId(reward) && { reward }),
    ...(cause && { cause }),
  };
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
