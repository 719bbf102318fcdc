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
    tags: ['Distributions', 'Rewards', 'Balance'],
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
  const texts = ANSWERED_201[operation.operationId];
  const { 200: ok, ...others } = operation.responses;
  if (ok === undefined || texts === undefined) return;
  const [created, repeated] = texts;
  operation.responses = {
    201: { ...ok, description: created },
    200: { ...ok, description: repeated },
    ...others,
  };
}

/** Operations that make something: what 201 means, and what 200 does. */
const ANSWERED_201: Partial<Record<string, [created: string, repeated: string]>> = {
  createDistribution: [
    'Accepted: the send is under way, or waits for its time or for funds',
    'A dry run, or a repeated request',
  ],
  createRecharge: ['Entered: the balance has risen', 'Entered before by the same request'],
};
