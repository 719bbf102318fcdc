import { mailFailures } from './mail-failures';

/** What a person may choose. */
export const askedCauses = [
  'wrong_recipient',
  'cancel_what_was_sent',
  'did_not_arrive',
  'other',
] as const;

/** What opens a ticket about an order by itself. */
export const parcelCauses = [
  'parcel_not_reported',
  'parcel_contradicted',
  'carrier_unreachable',
  'carrier_refused',
] as const;
export type ParcelCause = (typeof parcelCauses)[number];

/** What opens a ticket about a payment by itself. */
const paymentCauses = ['payment_refused'] as const;
export type PaymentCause = (typeof paymentCauses)[number];

/** What a ticket is about. The causes of mails, parcels and payments open theirs by themselves. */
export const ticketCauses = [
  ...mailFailures,
  ...askedCauses,
  ...parcelCauses,
  ...paymentCauses,
] as const;
export type TicketCause = (typeof ticketCauses)[number];

export const ticketStates = ['open', 'waiting_for_customer', 'resolved'] as const;
export type TicketState = (typeof ticketStates)[number];

export const ticketPriorities = ['low', 'normal', 'high', 'urgent'] as const;
export type TicketPriority = (typeof ticketPriorities)[number];

/** What changes a ticket's state or its clock. */
export const ticketActions = ['answer', 'wait', 'customerReply', 'resolve', 'reopen'] as const;
export type TicketAction = (typeof ticketActions)[number];

/** Legal transitions: an action that a state does not list is refused. */
export const ticketTransitions: Record<TicketState, Partial<Record<TicketAction, TicketState>>> = {
  open: {
    answer: 'open',
    wait: 'waiting_for_customer',
    customerReply: 'open',
    resolve: 'resolved',
  },
  waiting_for_customer: {
    answer: 'waiting_for_customer',
    customerReply: 'open',
    resolve: 'resolved',
  },
  // A customer who writes to a resolved ticket was not helped: it opens again.
  resolved: { customerReply: 'open', reopen: 'open' },
};

/** `T-1042`: what a person reads on a page or says on the telephone. */
export function showTicketNumber(number: number): string {
  return `T-${number}`;
}
