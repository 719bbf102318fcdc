/** The states of an order, in the order in which it can pass through them. */
export const orderStatuses = [
  'placed',
  'cancelling',
  'dispatched',
  'attempt_failed',
  'returning',
  'delivered',
  'returned',
  'cancelled',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/**
 * Legal transitions. SQL enforces them by `WHERE status IN (…)` with the lists that
 * `orderStatusesBefore` gives. What a carrier reports can be disordered: each report tells all that
 * must have been before, so an order may skip states and never goes back.
 *
 * `cancelling` waits for the carrier's word that the parcel has not left; whoever is later loses, so
 * that no goods go out whose points have come back.
 */
export const orderTransitions: Record<OrderStatus, readonly OrderStatus[]> = {
  placed: ['cancelling', 'dispatched', 'attempt_failed', 'returning', 'delivered', 'returned'],
  cancelling: ['cancelled', 'dispatched', 'attempt_failed', 'returning', 'delivered', 'returned'],
  dispatched: ['attempt_failed', 'returning', 'delivered', 'returned'],
  // Again to itself with a later attempt only.
  attempt_failed: ['attempt_failed', 'returning', 'delivered', 'returned'],
  returning: ['delivered', 'returned'],
  delivered: [],
  returned: [],
  cancelled: [],
};

/** Rule R15: what could not be handed over three times goes back. */
export const MAX_DELIVERY_ATTEMPTS = 3;

export function orderStatusesBefore(next: OrderStatus): OrderStatus[] {
  return orderStatuses.filter((status) => orderTransitions[status].includes(next));
}

/** Of these, exactly one is an order's end: the goods are with the recipient, or the points are. */
export const creditedOrderStatuses: readonly OrderStatus[] = ['returned', 'cancelled'];

export function isOrderFinal(status: OrderStatus): boolean {
  return orderTransitions[status].length === 0;
}

/** Before the parcel leaves; and between two attempts, as long as there is another. */
export const addressableOrderStatuses: readonly OrderStatus[] = ['placed', 'attempt_failed'];

/** Support may try while it is on its way, too: the carrier says whether it came in time. */
export const supportAddressableOrderStatuses: readonly OrderStatus[] = [
  ...addressableOrderStatuses,
  'dispatched',
];

/** What a carrier, support or an operator says of a parcel. */
export type ParcelReport =
  | { kind: 'dispatched' }
  | { kind: 'attempt_failed'; attempt: number }
  | { kind: 'delivered' }
  | { kind: 'returned' }
  | { kind: 'lost' };

export const parcelReportKinds = [
  'dispatched',
  'attempt_failed',
  'delivered',
  'returned',
  'lost',
] as const;

/** Why a delivery attempt failed. */
export const attemptReasons = ['nobody_home', 'wrong_address', 'refused', 'other'] as const;

export const creditReasons = ['returned', 'lost', 'cancelled'] as const;
/** Why the points came back. */
export type CreditReason = (typeof creditReasons)[number];

/** How far an order is. */
export interface OrderProgress {
  status: OrderStatus;
  /** Failed delivery attempts, 0 to 3. */
  attempts: number;
}

/**
 * What a report makes of an order. `unchanged`: known, late or out of order. `contradiction`: it says
 * something else than how the order has ended, which stays as it is; a human has to look.
 */
export function readReport(
  order: OrderProgress,
  report: ParcelReport,
): OrderProgress | 'unchanged' | 'contradiction' {
  const next = statusReported(report);
  const { status } = order;
  if (isOrderFinal(status)) return isContradicted(status, next) ? 'contradiction' : 'unchanged';
  if (!orderTransitions[status].includes(next)) return 'unchanged';
  if (report.kind !== 'attempt_failed') return { status: next, attempts: order.attempts };
  if (report.attempt <= order.attempts) return 'unchanged';
  return { status: next, attempts: report.attempt };
}

function statusReported(report: ParcelReport): OrderStatus {
  if (report.kind === 'lost') return 'returned';
  if (report.kind !== 'attempt_failed') return report.kind;
  return report.attempt >= MAX_DELIVERY_ATTEMPTS ? 'returning' : 'attempt_failed';
}

/** A parcel of a cancelled order should not have moved, except back. */
function isContradicted(end: OrderStatus, reported: OrderStatus): boolean {
  if (end === 'cancelled') return reported !== 'returned';
  return isOrderFinal(reported) && reported !== end;
}
