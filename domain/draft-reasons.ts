import type { Reason } from './reasons';

/** What can be wrong with a draft. A part of the one table in reasons.ts. */
export const draftReasons = {
  already_sent_again: {
    message: 'This row failed earlier and has been sent again since.',
    nextAction: 'Remove the row; take the person into a new file for another reward.',
    httpStatus: 422,
    retryable: false,
  },
  draft_changed: {
    message: 'The draft was changed meanwhile, by you in another window or by somebody else.',
    nextAction: 'Look at the draft again and repeat what you meant to do.',
    httpStatus: 409,
    retryable: false,
  },
  draft_closed: {
    message: 'The draft was distributed or discarded already.',
    nextAction: 'Look at its distribution, or upload the file again for a new draft.',
    httpStatus: 409,
    retryable: false,
  },
  confirmation_needed: {
    message: 'Something about this draft should be looked at first. Nothing was sent.',
    nextAction: 'Look at what the issues name, and repeat with them in `confirm` if it is meant.',
    httpStatus: 409,
    retryable: false,
  },
  same_file: {
    message: 'The same file was distributed within the last hour.',
    nextAction: 'Check that it is meant to be sent a second time.',
    httpStatus: 409,
    retryable: false,
  },
  nothing_failed: {
    message: 'No row of this distribution can be sent again.',
    nextAction: 'Look at its rewards: those that failed were sent again, or none failed.',
    httpStatus: 409,
    retryable: false,
  },
  export_too_large: {
    message: 'The list is too long for one file.',
    nextAction: 'Narrow it, for instance to a month; CSV holds up to 100,000 lines, XLSX 20,000.',
    httpStatus: 422,
    retryable: false,
  },
} as const satisfies Record<string, Reason>;
