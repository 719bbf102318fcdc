/**
 * What integrators can be told of, with what each says: the one list for API, description and pages. The
 * triggers of `db/migrations/029-webhooks.ts` write them.
 */
export const webhookEvents = {
  'distribution.accepted': 'A send was accepted; its status says whether it waits for something.',
  'distribution.started': 'Its sending has begun. Told once, also when it is opened again later.',
  'distribution.completed': 'Its last reward is final, and all have arrived.',
  'distribution.completed_with_failures': 'Its last reward is final, and some have not arrived.',
  'distribution.cancelled': 'It was cancelled before it was sent; its points are back.',
  'distribution.rejected': 'Whoever was to approve it said no; its points are back.',
  'reward.invited': 'The mail server took the invitation of a person who is not registered.',
  'reward.invitation_failed': 'The invitation was refused or came back; the points stay held.',
  'reward.credited': 'The points are in the wallet.',
  'reward.delivered': 'The mail server took the mail about the credit.',
  'reward.email_failed':
    'The points are in the wallet; the mail was refused, given up, or came back.',
  'reward.failed': 'It was refused and is not charged; the reason says why.',
  'reward.cancelled': 'It was cancelled with its distribution; its points are back.',
  'reward.expired': 'The invitation was not used in time; its points are back.',
  'reward.reversed': 'Support took the points back from the wallet.',
  'webhook.test': 'You asked for it, to see whether your endpoint works.',
} as const satisfies Record<string, string>;
export type WebhookEventType = keyof typeof webhookEvents;

/** What an endpoint can be told of; the test comes when it is asked for. */
export const subscribableEventTypes = (Object.keys(webhookEvents) as WebhookEventType[]).filter(
  (type): type is SubscribableEventType => type !== 'webhook.test',
);
export type SubscribableEventType = Exclude<WebhookEventType, 'webhook.test'>;

export const webhookStatuses = ['enabled', 'disabled'] as const;

/** By an admin or a key, because it answered 410 Gone, or because nothing arrived for five days. */
export const webhookDisabledReasons = ['by_hand', 'gone', 'failing'] as const;
export type WebhookDisabledReason = (typeof webhookDisabledReasons)[number];

/** `failed` is final: nothing is tried any more, until somebody asks for it. */
export const webhookDeliveryStatuses = ['pending', 'delivered', 'failed'] as const;
export type WebhookDeliveryStatus = (typeof webhookDeliveryStatuses)[number];
