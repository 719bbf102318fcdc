import type { Reason } from './reasons';

/** What is answered again after a time: each comes with Retry-After (RFC 9110 section 10.2.3). */
export const limitReasons = {
  rate_limited: {
    message: 'Too many requests.',
    nextAction: 'Wait as long as the Retry-After header says, then repeat the request.',
    httpStatus: 429,
    retryable: true,
  },
  too_many_addresses: {
    message: 'You have looked at too many addresses of people who are not registered with you.',
    nextAction:
      'Wait as long as the Retry-After header says, then repeat the request. People who are registered with you, addresses that you looked at within a day, and those that you have sent points to are not counted.',
    httpStatus: 429,
    retryable: true,
  },
} as const satisfies Record<string, Reason>;
