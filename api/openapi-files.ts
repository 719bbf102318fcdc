import { toJSONSchema, type ZodType } from 'zod';
import { distributionFilterInput } from '../contracts/distributions';
import { draftSchema, progressSchema } from '../contracts/drafts';

/** The operations that are files and streams, not JSON in and out, and so are no procedures. */
export function fileOperations(): Record<string, Record<string, object>> {
  return {
    '/uploads': {
      post: operation({
        operationId: 'uploadFile',
        tag: 'Drafts',
        summary: 'Upload a spreadsheet',
        description:
          'XLSX, or CSV in any usual form. The rows become a draft: nothing is charged or mailed until it is distributed. A file that cannot be read answers with what is wrong and what to do.',
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                required: ['file'],
                properties: {
                  file: { type: 'string', contentMediaType: 'application/octet-stream' },
                  ifUnregistered: { type: 'string', enum: ['register', 'invite', 'fail'] },
                  campaignId: { type: 'string', format: 'uuid' },
                },
              },
            },
          },
        },
        responses: { 201: json('The draft with its preview', draftSchema) },
        errors: [400, 401, 403, 413, 415, 422],
      }),
    },
    ...downloads({
      path: '/template',
      operationId: 'getTemplate',
      summary: 'The file to fill in, with guidelines',
    }),
    ...downloads({
      path: '/drafts/{id}/failed-rows',
      operationId: 'getFailedRowsOfDraft',
      summary: 'The rows of a draft that cannot be sent, with reasons, to be mended and uploaded',
    }),
    ...downloads({
      path: '/distributions/{id}/failed-rows',
      operationId: 'getFailedRows',
      summary: 'The rows that were not sent, with reasons, to be mended and uploaded',
    }),
    ...downloads({
      path: '/distributions/export',
      operationId: 'exportDistributions',
      tag: 'Distributions',
      summary: 'The list of distributions as a file, narrowed like the list',
      parameters: Object.keys(distributionFilterInput).map((name) => ({
        ...{ name, in: 'query', required: false, schema: { type: 'string' } },
        description: 'As of the list.',
      })),
    }),
    ...downloads({
      path: '/distributions/{id}/rewards',
      operationId: 'exportRewards',
      tag: 'Distributions',
      summary: 'The rewards of a distribution as a file',
    }),
    '/distributions/{id}/progress': {
      get: operation({
        operationId: 'watchProgress',
        tag: 'Distributions',
        summary: 'Live progress, as server-sent events',
        description: `Events named \`progress\`, each with this as data, then one named \`end\`: ${JSON.stringify(Object.keys(progressSchema.shape))}.`,
        parameters: [idParameter],
        responses: {
          200: {
            description: 'A stream of events',
            content: { 'text/event-stream': { schema: { type: 'string' } } },
          },
        },
        errors: [401, 404],
      }),
    },
  };
}

const idParameter = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string', format: 'uuid' },
};

const MEDIA_TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
} as const;

function downloads(file: {
  path: string;
  operationId: string;
  summary: string;
  tag?: string;
  parameters?: object[];
}) {
  const { path, operationId, summary, tag = 'Drafts', parameters = [] } = file;
  const hasId = path.includes('{id}');
  const entries = Object.entries(MEDIA_TYPES).map(([format, mediaType]) => [
    `${path}.${format}`,
    {
      get: operation({
        operationId: `${operationId}As${format === 'xlsx' ? 'Xlsx' : 'Csv'}`,
        tag,
        summary: `${summary} (${format.toUpperCase()})`,
        parameters: hasId ? [idParameter] : parameters,
        responses: {
          200: { description: 'The file', content: { [mediaType]: { schema: BINARY } } },
        },
        errors: hasId ? [401, 403, 404] : parameters.length > 0 ? [400, 401, 403, 422] : [401, 403],
      }),
    },
  ]);
  return Object.fromEntries(entries) as Record<string, Record<string, object>>;
}

const BINARY = { type: 'string', contentMediaType: 'application/octet-stream' };

function json(description: string, schema: ZodType) {
  const body = toJSONSchema(schema, { target: 'draft-2020-12', io: 'output' });
  return { description, content: { 'application/json': { schema: body } } };
}

function operation(options: {
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  parameters?: object[];
  requestBody?: object;
  responses: Record<number, object>;
  errors: number[];
}): object {
  const { tag, errors, responses, ...rest } = options;
  const refused = errors.map((status) => [
    status,
    {
      description: 'Refused',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    },
  ]);
  return {
    tags: [tag],
    security: [{ ApiKey: [] }],
    ...rest,
    responses: { ...responses, ...(Object.fromEntries(refused) as object) },
  };
}
