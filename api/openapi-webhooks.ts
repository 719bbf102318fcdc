import { toJSONSchema } from 'zod';
import { webhookPayloadSchema } from '../contracts/webhooks';
import { type WebhookEventType, webhookEvents } from '../domain/webhook-events';

/** What we post to integrators, as OpenAPI 3.1 describes it: https://spec.openapis.org/oas/v3.1.0#oas-webhooks */
export function describeWebhooks(): Record<string, object> {
  const types = Object.entries(webhookEvents) as [WebhookEventType, string][];
  return Object.fromEntries(
    types.map(([type, summary]) => [
      type,
      {
        post: {
          operationId: type,
          summary,
          tags: ['Webhooks'],
          parameters: Object.entries(HEADERS).map(([name, description]) => ({
            ...{ name, in: 'header', required: true, description, schema: { type: 'string' } },
          })),
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: toJSONSchema(webhookPayloadSchema(type), {
                  target: 'draft-2020-12',
                  io: 'output',
                }),
              },
            },
          },
          responses: ANSWERS,
        },
      },
    ]),
  );
}

const HEADERS = {
  'webhook-id': 'The id of the event, the same in every attempt: what you have seen you can skip.',
  'webhook-timestamp': 'When this attempt was made, in seconds since 1970.',
  'webhook-signature':
    'Signatures `v1,<Base64>` of `<id>.<timestamp>.<body>` by HMAC-SHA256 with your secret, separated by spaces; one of them must fit.',
};

const ANSWERS = {
  '2XX': { description: 'It has arrived.' },
  410: { description: 'The endpoint is gone for good: it is disabled.' },
  default: {
    description:
      'Anything else, also a redirect or no answer within 15 seconds: it is tried again, for three days.',
  },
};

/** The same as docs/WEBHOOKS.md, as short as a page of a reference lets it be. */
export const HOW_TO_RECEIVE = [
  'Events are posted to your endpoints as [Standard Webhooks](https://www.standardwebhooks.com/).',
  'Verify each with one of its libraries, over the body as it came: `new Webhook(secret).verify(body, headers)`.',
  'Answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, ten times in three days; 410 disables the endpoint.',
  'An event can come twice, with the same `webhook-id`, and events can come in any order: `timestamp` says when each happened.',
].join(' ');
