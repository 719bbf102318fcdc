import { generateOpenApiDocument } from 'trpc-to-openapi';
import { toJSONSchema } from 'zod';
import { errorSchema } from '../contracts/errors';
import { appRouter } from './router';

/** The description of the REST API (OpenAPI 3.1), made of the procedures themselves. */
export function createOpenApiDocument(publicUrl: string): Record<string, unknown> {
  const document = generateOpenApiDocument(appRouter, {
    title: 'Bestow',
    version: '1.0.0',
    description:
      'Send reward points to people. Every call carries an API key as a bearer token; every refused call answers with the same form of error: a code, a text, what to do next, and an id for support.',
    baseUrl: `${publicUrl}/api/v1`,
    tags: ['Distributions', 'Rewards', 'Balance', 'Tickets'],
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
  const { 200: ok, ...others } = operation.responses;
  if (ok === undefined) return;
  if (ANSWERED_CREATED.has(operation.operationId)) {
    operation.responses = { 201: { ...ok, description: 'Made' }, ...others };
  }
  if (operation.operationId !== 'createDistribution') return;
  operation.responses = {
    201: { ...ok, description: 'Accepted: the points are held and the send is under way' },
    200: { ...ok, description: 'A dry run, or a repeated request' },
    ...others,
  };
}

/** Operations that make something and say so by their status (RFC 9110 section 15.3.2). */
const ANSWERED_CREATED = new Set([
  'createTicket',
  'addTicketMessage',
  'resendDistribution',
  'resendReward',
]);
