/**
 * How refused calls are described, the same of every operation.
 *
 * @param statuses what this operation may answer besides what any may: nobody is known, the key is
 *   for something else, something of ours fails.
 */
export function describeRefusals(statuses: readonly number[]): Record<string, object> {
  const all = [...new Set([...statuses, ...OF_ANY])].sort((one, other) => one - other);
  return Object.fromEntries(
    all.map((status) => [
      status,
      {
        description: DESCRIPTIONS[status] ?? 'Refused',
        ...(RETRYABLE.includes(status) && { headers: { 'Retry-After': RETRY_AFTER } }),
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    ]),
  );
}

const OF_ANY = [401, 403, 500, 503];
const RETRYABLE = [429, 503];

const DESCRIPTIONS: Partial<Record<number, string>> = {
  400: 'The request is malformed; `issues` name the fields, where it is fields',
  401: 'There is no key, or none that is valid',
  402: 'The Company Balance is too low',
  403: 'The key may not do this',
  404: 'There is nothing with this id',
  409: 'It does not fit what is there',
  413: 'The body is too large',
  415: 'The body has a format or an encoding that is not understood',
  422: 'What is given cannot be used; `issues` name the rows or fields',
  429: 'Too much at once',
  500: 'A fault of ours',
  503: 'A part of the system cannot be reached at the moment',
};

const RETRY_AFTER = {
  description: 'How long to wait before the same request is sent again, in seconds.',
  schema: { type: 'integer', minimum: 1 },
};

export function describeLocation(resource: string) {
  return {
    description: `The path of what was made: \`/api/v1/${resource}/{id}\`.`,
    schema: { type: 'string' },
  };
}
