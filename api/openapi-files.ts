import { toJSONSchema, type ZodType } from 'zod';
import { distributionFilterInput } from '../contracts/distribution-filter';
import { draftSchema, progressSchema } from '../contracts/drafts';
import { periodInput } from '../contracts/statement';
import { describeLocation, describeRefusals } from './openapi-answers';

/** The operations that are files and streams, not JSON in and out, and so are no procedures. */
export function fileOperations(): Record<string, Record<string, object>> {
  return {
    '/uploads': {
      post: operation({
        operationId: 'uploadFile',
        tag: 'Drafts',
        summary: 'Upload a spreadsheet',
        description:
          'XLSX, or CSV in any usual form. The rows become a draft: nothing is charged or mailed until it is distributed. A file that cannot be read answers with what is wrong and what to do. Strangers’ addresses in it count as those of a dry run.',
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
        responses: {
          201: {
            ...json('The draft with its preview', draftSchema),
            headers: { Location: describeLocation('drafts') },
          },
        },
        errors: [400, 413, 415, 422, 429],
      }),
    },
    ...draftFiles(),
    ...listsAndPapers(),
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
        errors: [404],
      }),
    },
  };
}

function draftFiles() {
  return {
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
  };
}

function listsAndPapers() {
  return {
    ...downloads({
      path: '/distributions/export',
      operationId: 'exportDistributions',
      tag: 'Distributions',
      summary: 'The list of distributions as a file, narrowed like the list',
      parameters: Object.keys(distributionFilterInput).map((name) => ({
        ...{ name, in: 'query', required: false, schema: { type: 'string' } },
        description: 'As of the list.',
      })),
      // More distributions than a file of this kind takes.
      errors: [400, 422],
    }),
    ...downloads({
      path: '/statement',
      operationId: 'exportStatement',
      tag: 'Balance',
      summary: 'The statement of the Company Balance as a file',
      formats: ['xlsx', 'csv', 'pdf'],
      parameters: Object.entries(periodInput).map(([name, day]) => ({
        ...{ name, in: 'query', required: false, schema: { type: 'string', format: 'date' } },
        description: day.meta()?.description,
      })),
      // A period that is none, or one with more lines than a file of this kind takes.
      errors: [400, 422],
    }),
    ...downloads({
      path: '/recharges/{id}/invoice',
      operationId: 'getInvoice',
      tag: 'Balance',
      summary: 'The invoice of a recharge, as it was issued',
      formats: ['pdf'],
    }),
    ...downloads({
      path: '/distributions/{id}/rewards',
      operationId: 'exportRewards',
      tag: 'Distributions',
      summary: 'The rewards of a distribution as a file',
    }),
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
  pdf: 'application/pdf',
} as const;

function downloads(file: {
  path: string;
  operationId: string;
  summary: string;
  tag?: string;
  formats?: readonly (keyof typeof MEDIA_TYPES)[];
  parameters?: object[];
  errors?: number[];
}) {
  const { path, operationId, summary, tag = 'Drafts', formats = ['xlsx', 'csv'] } = file;
  const { parameters = [], errors = [] } = file;
  const hasId = path.includes('{id}');
  const entries = formats.map((format) => [
    `${path}.${format}`,
    {
      get: operation({
        operationId: `${operationId}As${format.charAt(0).toUpperCase()}${format.slice(1)}`,
        tag,
        summary: `${summary} (${format.toUpperCase()})`,
        parameters: hasId ? [idParameter, ...parameters] : parameters,
        responses: {
          200: {
            description: 'The file',
            content: { [MEDIA_TYPES[format]]: { schema: BINARY } },
          },
        },
        errors: hasId ? [404, ...errors] : errors,
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
  return {
    tags: [tag],
    security: [{ ApiKey: [] }],
    ...rest,
    responses: { ...responses, ...describeRefusals(errors) },
  };
}
