import type { Reason } from './reasons';

/** What can be wrong with goods and orders. A part of the one table in reasons.ts. */
export const orderReasons = {
  wallet_too_low: {
    message: 'The wallet does not hold enough points. Nothing was ordered.',
    nextAction: 'Remove something from the cart, or order when there are more points.',
    httpStatus: 402,
    retryable: true,
  },
  goods_not_available: {
    message: 'Some of the goods cannot be ordered. Nothing was ordered.',
    nextAction: 'Remove or change the goods as each issue says.',
    httpStatus: 422,
    retryable: false,
  },
  unknown_variant: {
    message: 'There is no such variant of these goods.',
    nextAction: 'Choose one of the variants that are offered.',
    httpStatus: 422,
    retryable: false,
  },
  price_changed: {
    message: 'The price has changed since the cart was shown. Nothing was ordered.',
    nextAction: 'Look at the new price, then order again.',
    httpStatus: 409,
    retryable: false,
  },
  goods_changed: {
    message: 'Somebody else has changed these goods in the meantime. Nothing was saved.',
    nextAction: 'Read them again and make your change to what they are now.',
    httpStatus: 409,
    retryable: false,
  },
  order_changed: {
    message: 'This order has changed meanwhile.',
    nextAction: 'Look at it again, then decide.',
    httpStatus: 409,
    retryable: false,
  },
  address_too_late: {
    message:
      'The address cannot be changed at this moment: the parcel is on its way, or at its end.',
    nextAction: 'Raise a ticket, and support will look at it.',
    httpStatus: 409,
    retryable: false,
  },
  already_dispatched: {
    message: 'The parcel has left already, so the order cannot be cancelled.',
    nextAction: 'Refuse the parcel when it comes: the points come back when it has returned.',
    httpStatus: 409,
    retryable: false,
  },
  invalid_signature: {
    message: 'The signature of this callback is missing or wrong.',
    nextAction: 'Sign "<webhook-id>.<webhook-timestamp>.<body>" by HMAC-SHA-256 with the secret.',
    httpStatus: 401,
    retryable: false,
  },
  timestamp_out_of_tolerance: {
    message: 'The timestamp of this callback is more than five minutes away from now.',
    nextAction: 'Sign each delivery anew, with the present time, and keep its webhook-id.',
    httpStatus: 401,
    retryable: false,
  },
} as const satisfies Record<string, Reason>;
