import type { Reason } from './reasons';

/** What can be wrong when people sign in, and with teams and keys. A part of the one table in reasons.ts. */
export const accountReasons = {
  wrong_code: {
    message: 'The code is wrong, or it was used before.',
    nextAction: 'Give the code that your app shows now, or a recovery code that is not used yet.',
    httpStatus: 422,
    retryable: false,
  },
  sign_in_expired: {
    message: 'This sign-in has taken too long.',
    nextAction: 'Begin again with your e-mail address and password.',
    httpStatus: 401,
    retryable: false,
  },
  wrong_credentials: {
    message: 'The e-mail address or the password is wrong.',
    nextAction: 'Check both and try again, or set a new password by "Forgot your password?".',
    httpStatus: 401,
    retryable: false,
  },
  wrong_password: {
    message: 'The password is wrong.',
    nextAction: 'Give the password that you sign in with.',
    httpStatus: 422,
    retryable: false,
  },
  password_too_short: {
    message: 'The password is too short.',
    nextAction: 'Choose one of at least 12 characters: several words are easy to remember.',
    httpStatus: 422,
    retryable: false,
  },
  password_too_easy: {
    message: 'The password is one of the first that somebody would try.',
    nextAction: 'Choose another one, which is neither your name or address nor a common one.',
    httpStatus: 422,
    retryable: false,
  },
  totp_already_enabled: {
    message: 'The second factor is switched on already.',
    nextAction: 'Switch it off first to use another device.',
    httpStatus: 409,
    retryable: false,
  },
  totp_not_enabled: {
    message: 'The second factor is not switched on.',
    nextAction: 'Begin with the QR code, then confirm it with a code of your app.',
    httpStatus: 409,
    retryable: false,
  },
  reset_link_over: {
    message: 'This link does not work any more: it has expired, or was used.',
    nextAction: 'Ask for a new one; the newest mail has the link that works.',
    httpStatus: 409,
    retryable: false,
  },
  invitation_over: {
    message: 'This invitation does not work any more: it has expired, was replaced or was used.',
    nextAction: 'Sign in if you have joined already; else ask who invited you for a new one.',
    httpStatus: 409,
    retryable: false,
  },
  address_has_account: {
    message: 'There is an account with this address already.',
    nextAction: 'Sign in with it, or ask who invited you to invite another address.',
    httpStatus: 409,
    retryable: false,
  },
  already_in_team: {
    message: 'This person is in your team already.',
    nextAction: 'Change the role in the list of your team instead.',
    httpStatus: 409,
    retryable: false,
  },
  invalid_country: {
    message: 'This is no country.',
    nextAction: 'Choose a country of the list (ISO 3166-1 alpha-2).',
    httpStatus: 422,
    retryable: false,
  },
  too_many_keys: {
    message: 'Your company has as many API keys as it can have.',
    nextAction: 'Revoke one that is not used any more.',
    httpStatus: 409,
    retryable: false,
  },
  cannot_be_invited: {
    message: 'This address cannot be invited.',
    nextAction: 'Invite the person with another address, or ask support.',
    httpStatus: 422,
    retryable: false,
  },
  already_invited: {
    message: 'This address is invited already.',
    nextAction: 'Send the invitation again, or cancel it first.',
    httpStatus: 409,
    retryable: false,
  },
  last_owner: {
    message: 'Your company would have no owner any more.',
    nextAction: 'Make somebody else an owner first.',
    httpStatus: 409,
    retryable: false,
  },
  owners_only: {
    message: 'Only an owner makes owners, and changes or removes them.',
    nextAction: 'Ask an owner of your company.',
    httpStatus: 403,
    retryable: false,
  },
} as const satisfies Record<string, Reason>;
