import type { Reason } from './reasons';

/** What can be wrong with webhooks. A part of the one table in reasons.ts. */
export const webhookReasons = {
  webhook_url_malformed: {
    message: 'This is no address of the web.',
    nextAction: 'Give an address of at most 2,000 characters, like https://example.com/hooks.',
    httpStatus: 422,
    retryable: false,
  },
  webhook_url_not_https: {
    message: 'Webhooks go by https.',
    nextAction: 'Give an address that begins with https://.',
    httpStatus: 422,
    retryable: false,
  },
  webhook_url_has_credentials: {
    message: 'There is a user name or a password in the address.',
    nextAction: 'Leave them out: what we send is signed, and you verify the signature.',
    httpStatus: 422,
    retryable: false,
  },
  webhook_url_not_public: {
    message: 'This address is not on the public Internet.',
    nextAction: 'Give an address that everybody can reach.',
    httpStatus: 422,
    retryable: false,
  },
  too_many_webhooks: {
    message: 'Your company has as many webhook endpoints as it can have.',
    nextAction: 'Delete one that is not used any more.',
    httpStatus: 409,
    retryable: false,
  },
  webhook_disabled: {
    message: 'This endpoint is disabled, so nothing is sent to it.',
    nextAction: 'Enable it first.',
    httpStatus: 409,
    retryable: false,
  },
} as const satisfies Record<string, Reason>;
