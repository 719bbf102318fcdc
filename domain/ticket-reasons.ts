import type { Reason } from './reasons';

/** What can be wrong with a ticket, a resend or an act of support. A part of the one table in reasons.ts. */
export const ticketReasons = {
  invalid_text: {
    message: 'The text is missing, too long, or has characters that cannot be shown.',
    nextAction: 'Give a text without control and direction-override characters.',
    httpStatus: 422,
    retryable: false,
  },
  ticket_changed: {
    message: 'Somebody else has changed this ticket meanwhile.',
    nextAction: 'Read the ticket again, then decide.',
    httpStatus: 409,
    retryable: false,
  },
  not_in_this_state: {
    message: 'This is not possible in the present state.',
    nextAction: 'Look at its current state.',
    httpStatus: 409,
    retryable: false,
  },
  invalid_resend_at: {
    message: 'The time of the resend is over, or more than a year ahead.',
    nextAction: 'Give a later time of the next 365 days, or leave it out to send now.',
    httpStatus: 422,
    retryable: false,
  },
  points_spent: {
    message: 'The points have been spent: the wallet does not hold them any more.',
    nextAction: 'Nothing can be reversed. Settle it with the company in the ticket.',
    httpStatus: 409,
    retryable: false,
  },
  second_person_required: {
    message: 'A reversal of so many points takes two people of support.',
    nextAction: 'Ask another person of support to approve it.',
    httpStatus: 409,
    retryable: false,
  },
  mail_in_progress: {
    message: 'The e-mail of this reward is being sent at this moment.',
    nextAction: 'Try again in two minutes.',
    httpStatus: 409,
    retryable: true,
  },
  account_activated: {
    message: 'The person has activated the account, so the address is proven to be theirs.',
    nextAction:
      'Ask the person to sign in to the wallet; or reverse the points and send them to the right address.',
    httpStatus: 409,
    retryable: false,
  },
  address_registered: {
    message: 'This e-mail address has an account of its own already.',
    nextAction: 'Have support reverse the points, and send them to that address as a new reward.',
    httpStatus: 409,
    retryable: false,
  },
} as const satisfies Record<string, Reason>;
