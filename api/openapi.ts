import { generateOpenApiDocument } from 'trpc-to-openapi';
import { toJSONSchema } from 'zod';
import { errorSchema } from '../contracts/errors';
import { fileOperations } from './openapi-files';
import { appRouter } from './router';

/** The description of the REST API (OpenAPI 3.1), made of the procedures themselves. */
export function createOpenApiDocument(publicUrl: string): Record<string, unknown> {
  const document = generateOpenApiDocument(appRouter, {
    title: 'Bestow',
    version: '1.0.0',
    description:
      'Send reward points to people. Every call carries an API key as a bearer token; every refused call answers with the same form of error: a code, a text, what to do next, and an id for support.',
    baseUrl: `${publicUrl}/api/v1`,
    tags: ['Distributions', 'Drafts', 'Rewards', 'Campaigns', 'Balance', 'Tickets'],
    securitySchemes: { ApiKey: { type: 'http', scheme: 'bearer' } },
  }) as unknown as OpenApiDocument;
  const body = toJSONSchema(errorSchema, { target: 'draft-2020-12', io: 'output' });
  // The library's own forms of errors go: nothing refers to them any more.
  document.components.schemas = {
    Error: { type: 'object', required: ['error'], properties: { error: body } },
  };
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path)) correctResponses(operation);
  }
  Object.assign(document.paths, fileOperations());
  return document as unknown as Record<string, unknown>;
}

interface OpenApiDocument {
  components: { schemas?: Record<string, unknown> };
  paths: Record<string, Record<string, OpenApiOperation>>;
}

interface OpenApiOperation {
  operationId: string;
  security?: unknown;
  responses: Record<string, { description: string; content?: Record<string, unknown> }>;
}

/** The library describes its own form of errors and one success; ours are these. */
function correctResponses(operation: OpenApiOperation): void {
  operation.security = [{ ApiKey: [] }];
  for (const [status, response] of Object.entries(operation.responses)) {
    if (Number(status) < 400) continue;
    response.content = {
      'application/json': { schema: { $ref: '#/components/schemas/Error' } },
    };
  }
  const making = CREATING[operation.operationId];
  const { 200: ok, ...others } = operation.responses;
  if (making === undefined || ok === undefined) return;
  operation.responses = {
    201: { ...ok, description: making.created },
    ...(making.known !== undefined && { 200: { ...ok, description: making.known } }),
    ...others,
  };
}

/** Operations that answer 201 for what they made, and when they answer 200 instead. */
const CREATING: Partial<Record<string, { created: string; known?: string }>> = {
  createDistribution: {
    created: 'Accepted: the send is under way, or waits for its time or for funds',
    known: 'A dry run, or a repeated request',
  },
  createRecharge: {
    created: 'Entered: the balance has risen',
    known: 'Entered before by the same request',
  },
  distributeDraft: { created: 'The distribution', known: 'It was distributed before' },
  retryFailed: { created: 'The draft with the failed rows' },
  createTicket: { created: 'The ticket' },
  addTicketMessage: { created: 'The message' },
  resendDistribution: { created: 'The resends', known: 'Asked for before by the same request' },
  resendReward: { created: 'The resend', known: 'Asked for before by the same request' },
  createCampaign: { created: 'The campaign that was made' },
  copyCampaign: { created: 'The copy' },
  uploadImage: { created: 'The image that was kept', known: 'The image was known already' },
};
