import type { Reason } from './reasons';

/** What can be wrong with recharges, payments and statements. A part of the one table in reasons.ts. */
export const paymentReasons = {
  recharge_unknown: {
    message: 'The payment names no recharge that is known.',
    nextAction: 'Find out by its reference what was paid, then credit or refund it.',
    httpStatus: 409,
    retryable: false,
  },
  recharge_already_paid: {
    message: 'The recharge is paid already; this payment was not credited.',
    nextAction: 'If it is the same payment, ignore it; if money came twice, refund or credit it.',
    httpStatus: 409,
    retryable: false,
  },
  recharge_cancelled: {
    message: 'The recharge was cancelled before; this payment was not credited.',
    nextAction: 'Credit or refund the payment by hand.',
    httpStatus: 409,
    retryable: false,
  },
  recharge_expired: {
    message: 'The time to pay this recharge is over.',
    nextAction: 'Ask for a new recharge; a payment that came late is credited or refunded by hand.',
    httpStatus: 409,
    retryable: false,
  },
  payment_amount_differs: {
    message: 'The amount or the currency is not that of the invoice; nothing was credited.',
    nextAction: 'Compare it with the invoice, then credit what was paid for, or refund it.',
    httpStatus: 409,
    retryable: false,
  },
  payment_signature_invalid: {
    message: 'The signature of the payment event is not that of the provider.',
    nextAction: 'Check the webhook secret of the provider; an event of a stranger is ignored.',
    httpStatus: 400,
    retryable: false,
  },
  payment_too_old: {
    message: 'The signature of the payment event is older than five minutes.',
    nextAction: 'Check the clock of this machine; the provider sends the event again, signed anew.',
    httpStatus: 400,
    retryable: false,
  },
  payment_malformed: {
    message: 'The payment event is signed, and is not as the provider documents it.',
    nextAction: 'Look the payment up at the provider, then credit or refund it by hand.',
    httpStatus: 400,
    retryable: false,
  },
  payment_settled: {
    message: 'The payment is settled: it was credited, or somebody has decided about it.',
    nextAction: 'Read the payment again.',
    httpStatus: 409,
    retryable: false,
  },
  payment_not_believed: {
    message: 'Nothing proves that this was a payment.',
    nextAction: 'Ignore it. Money that is in the bank is entered with the bank’s reference.',
    httpStatus: 409,
    retryable: false,
  },
  payment_too_small: {
    message: 'The amount does not pay for so many points.',
    nextAction: 'Credit at most the points that the amount buys.',
    httpStatus: 422,
    retryable: false,
  },
  payments_not_offered: {
    message: 'Paying on line is not set up here.',
    nextAction: 'Pay by bank transfer, with the number of the invoice as reference.',
    httpStatus: 409,
    retryable: false,
  },
  payment_provider_unreachable: {
    message: 'The payment provider did not answer.',
    nextAction: 'Try again in a moment, or pay by bank transfer.',
    httpStatus: 503,
    retryable: true,
  },
  too_many_open_recharges: {
    message: 'Your company has 20 recharges that wait for their payment.',
    nextAction: 'Pay or cancel one of them first.',
    httpStatus: 409,
    retryable: false,
  },
  recharge_amount_out_of_range: {
    message: 'So many points cannot be invoiced: their price is too small or too large.',
    nextAction: 'Ask for another number of points.',
    httpStatus: 422,
    retryable: false,
  },
  invalid_period: {
    message: 'The period is not one: it ends before it begins, or is longer than 366 days.',
    nextAction: 'Give the first and the last day, as 2026-11-01 and 2026-11-30.',
    httpStatus: 422,
    retryable: false,
  },
  statement_too_long: {
    message: 'The statement of this period has too many lines for this kind of file.',
    nextAction: 'Choose a shorter period, or CSV, which takes the most lines.',
    httpStatus: 422,
    retryable: false,
  },
} as const satisfies Record<string, Reason>;
