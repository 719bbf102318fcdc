export const rechargeStates = ['awaiting_payment', 'paid', 'cancelled', 'expired'] as const;
type RechargeState = (typeof rechargeStates)[number];
export const paymentStates = ['refused', 'matched', 'settled'] as const;
type PaymentState = (typeof paymentStates)[number];

export interface ConfirmSearch {
  /** Without it, those that wait for their payment. */
  status?: RechargeState;
  /** A part of the invoice's number or of the company's name. */
  search?: string;
}

export function readConfirmSearch(address: Record<string, unknown>): ConfirmSearch {
  const status = rechargeStates.find((each) => each === address['status']);
  // The router reads `?search=2026` as a number.
  const search = String(address['search'] ?? '').trim();
  return { ...(status && { status }), ...(search !== '' && { search: search.slice(0, 200) }) };
}

export interface PaymentsSearch {
  /** Without it, those that wait for a decision. */
  status?: PaymentState | 'all';
}

export function readPaymentsSearch(address: Record<string, unknown>): PaymentsSearch {
  const status = [...paymentStates, 'all' as const].find((each) => each === address['status']);
  return status === undefined ? {} : { status };
}
