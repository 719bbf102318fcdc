import { generateOpenApiDocument } from 'trpc-to-openapi';
import { toJSONSchema } from 'zod';
import { errorSchema } from '../contracts/errors';
import { fileOperations } from './openapi-files';
import { describeLocation, describeRefusals } from './openapi-answers';
import { describeWebhooks, HOW_TO_RECEIVE } from './openapi-webhooks';
import { appRouter } from './router';

/** The description of the REST API (OpenAPI 3.1), made of the procedures themselves. */
export function createOpenApiDocument(publicUrl: string): Record<string, unknown> {
  const document = generateOpenApiDocument(appRouter, {
    title: 'Bestow',
    version: '1.0.0',
    description:
      'Send reward points to people. Every call carries an API key as a bearer token; every refused call answers with the same form of error: a code, a text, what to do next, and an id for support.',
    baseUrl: `${publicUrl}/api/v1`,
    tags: [
      ...['Distributions', 'Drafts', 'Rewards', 'Recipients', 'Campaigns', 'Balance', 'Tickets'],
      'Webhooks',
    ],
    securitySchemes: { ApiKey: { type: 'http', scheme: 'bearer' } },
  }) as unknown as OpenApiDocument;
  const body = toJSONSchema(errorSchema, { target: 'draft-2020-12', io: 'output' });
  // The library's own forms of errors go: nothing refers to them any more.
  document.components.schemas = {
    Error: { type: 'object', required: ['error'], properties: { error: body } },
  };
  for (const path of Object.values(document.paths)) {
    for (const [method, operation] of Object.entries(path)) correctResponses(operation, method);
  }
  Object.assign(document.paths, fileOperations());
  document.webhooks = describeWebhooks();
  document.tags = document.tags?.map((tag) =>
    tag.name === 'Webhooks' ? { ...tag, description: HOW_TO_RECEIVE } : tag,
  );
  return document as unknown as Record<string, unknown>;
}

interface OpenApiDocument {
  components: { schemas?: Record<string, unknown> };
  paths: Record<string, Record<string, OpenApiOperation>>;
  webhooks?: Record<string, unknown>;
  tags?: { name: string; description?: string }[] | undefined;
}

interface OpenApiOperation {
  operationId: string;
  security?: unknown;
  responses: Record<string, object>;
}

/** The library describes its own form of errors and one success; ours are these. */
function correctResponses(operation: OpenApiOperation, method: string): void {
  operation.security = [{ ApiKey: [] }];
  const { 200: ok = {}, ...others } = operation.responses;
  const refused = Object.keys(others).map(Number);
  const ofInput = method === 'get' ? [400] : [400, 413, 415];
  operation.responses = {
    ...describeSuccess(CREATING[operation.operationId], ok),
    ...describeRefusals([...refused, ...ofInput]),
  };
}

function describeSuccess(making: Making | undefined, ok: object) {
  if (making === undefined) return { 200: ok };
  const { created, known, location, replayed = false } = making;
  return {
    201: {
      ...ok,
      description: created,
      ...(location !== undefined && { headers: { Location: describeLocation(location) } }),
    },
    ...(known !== undefined && {
      200: {
        ...ok,
        description: known,
        ...(replayed && { headers: { 'Idempotency-Replayed': REPLAYED } }),
      },
    }),
  };
}

interface Making {
  created: string;
  known?: string;
  /** The resource that the header `Location` leads to. */
  location?: string;
  /** A repeated request says so by the header `Idempotency-Replayed`. */
  replayed?: boolean;
}

const REPLAYED = {
  description: 'This is the answer to a request that was sent before: nothing was done anew.',
  schema: { type: 'string', enum: ['true'] },
};

/** Operations that answer 201 for what they made, and when they answer 200 instead. */
const CREATING: Partial<Record<string, Making>> = {
  createDistribution: {
    created: 'Accepted: the send is under way, or waits for its time or for funds',
    known: 'A dry run, or a repeated request',
    location: 'distributions',
    replayed: true,
  },
  createRecharge: {
    created: 'Entered: the balance has risen',
    known: 'Entered before by the same request',
    replayed: true,
  },
  requestRecharge: {
    created: 'Asked for: the invoice is mailed, and the recharge waits for its payment',
    known: 'Asked for before with the same Idempotency-Key',
    replayed: true,
  },
  distributeDraft: {
    created: 'The distribution',
    known: 'It was distributed before',
    location: 'distributions',
    replayed: true,
  },
  retryFailed: { created: 'The draft with the failed rows' },
  createTicket: {
    created: 'The ticket',
    known: 'Opened before with the same Idempotency-Key: as it is now',
    replayed: true,
  },
  addTicketMessage: {
    created: 'The ticket with the message',
    known: 'Written before by the same request',
    replayed: true,
  },
  resendDistribution: {
    created: 'The resends',
    known: 'Asked for before by the same request',
    replayed: true,
  },
  resendReward: {
    created: 'The resend',
    known: 'Asked for before by the same request',
    replayed: true,
  },
  createCampaign: { created: 'The campaign that was made', location: 'campaigns' },
  copyCampaign: { created: 'The copy', location: 'campaigns' },
  createWebhook: { created: 'The endpoint, with its secret', location: 'webhooks' },
  uploadImage: { created: 'The image that was kept', known: 'The image was known already' },
};
