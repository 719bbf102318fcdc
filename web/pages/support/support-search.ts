import { type OrderStatus, orderStatuses } from '../../../domain/order-states';
import {
  ticketPriorities,
  type TicketPriority,
  ticketStates,
  type TicketState,
} from '../../../domain/tickets';

/** What the queue is narrowed to, as it stands in the address; what is nonsense there is no filter. */
export interface QueueSearch {
  /** Without it: what is not resolved. */
  state?: TicketState | 'all';
  priority?: TicketPriority;
  whose?: 'mine' | 'unassigned';
  search?: string;
}

export function readQueueSearch(typed: Record<string, unknown>): QueueSearch {
  const state = [...ticketStates, 'all' as const].find((each) => each === typed['state']);
  const priority = ticketPriorities.find((each) => each === typed['priority']);
  const whose = (['mine', 'unassigned'] as const).find((each) => each === typed['whose']);
  const search = readText(typed['search']);
  return {
    ...(state && { state }),
    ...(priority && { priority }),
    ...(whose && { whose }),
    ...(search !== undefined && { search }),
  };
}

export interface OrdersSearch {
  status?: OrderStatus;
  search?: string;
}

export function readOrdersSearch(typed: Record<string, unknown>): OrdersSearch {
  const status = orderStatuses.find((each) => each === typed['status']);
  const search = readText(typed['search']);
  return { ...(status && { status }), ...(search !== undefined && { search }) };
}

/** The router reads `?search=1042` as a number. */
function readText(typed: unknown): string | undefined {
  if (typeof typed !== 'string' && typeof typed !== 'number') return undefined;
  const text = String(typed).trim().slice(0, MAX_SEARCH_CHARACTERS);
  return text === '' ? undefined : text;
}

const MAX_SEARCH_CHARACTERS = 200;
