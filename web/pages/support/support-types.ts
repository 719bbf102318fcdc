import type { Outputs } from '../../client/trpc';

/** As they arrive at the page; the schemas stand in contracts/support.ts and contracts/orders.ts. */
export type SupportTicket = Outputs['support']['ticket'];
export type SupportTicketSummary = Outputs['support']['queue']['items'][number];
export type TicketReward = SupportTicket['rewards'][number];
export type SupportOrder = Outputs['support']['orders']['get'];
export type SupportOrderSummary = Outputs['support']['orders']['search']['items'][number];
