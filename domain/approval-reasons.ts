import type { Reason } from './reasons';

/** What can be wrong with the decision about a send that waits for an approval. */
export const approvalReasons = {
  own_send: {
    message: 'You sent this yourself, or made the key that did. Somebody else decides about it.',
    nextAction: 'Ask one of those who may approve it, or cancel it.',
    httpStatus: 403,
    retryable: false,
  },
  not_awaiting_approval: {
    message: 'This does not wait for an approval any more.',
    nextAction: 'Look at what has become of it.',
    httpStatus: 409,
    retryable: false,
  },
  no_other_approver: {
    message: 'The sender decided about it, because nobody else of the company may approve.',
    nextAction: 'Invite somebody who approves what others send.',
    httpStatus: 409,
    retryable: false,
  },
} as const satisfies Record<string, Reason>;
