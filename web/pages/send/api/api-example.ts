/** What stands in the request until somebody puts the key there. */
export const KEY_PLACEHOLDER = 'YOUR_API_KEY';

interface Person {
  name: string;
  email: string;
}

/**
 * A request that works as it stands in any POSIX shell. The body is in single quotes, in which only
 * an apostrophe ends them; JSON can write it another way (RFC 8259 section 7).
 */
export function exampleRequest({ publicUrl, idempotencyKey, person, isDryRun }: Example): string {
  const body = {
    recipients: [{ name: person.name, email: person.email, points: 10, citation: CITATION }],
    ...(isDryRun && { dryRun: true }),
  };
  return [
    `curl -X POST '${publicUrl}/api/v1/distributions' \\`,
    `  -H 'Authorization: Bearer ${KEY_PLACEHOLDER}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    ...(isDryRun ? [] : [`  -H 'Idempotency-Key: ${idempotencyKey}' \\`]),
    `  -d '${JSON.stringify(body, null, 2).replaceAll("'", String.raw`\u0027`)}'`,
  ].join('\n');
}

interface Example {
  publicUrl: string;
  idempotencyKey: string;
  person: Person;
  isDryRun: boolean;
}

const CITATION = 'Work anniversary';

/** The parts of the answer that a program reads first. */
export function exampleAnswer({ name, email }: Person, isDryRun: boolean): string {
  const reward = { row: 1, name, email, points: 10 };
  const answer = isDryRun
    ? {
        ...{ dryRun: true, valid: 1, required: 10, shortfall: 0 },
        rewards: [{ ...reward, outcome: 'will_be_credited', issues: [], warnings: [] }],
      }
    : {
        id: '…',
        status: 'accepted',
        points: 10,
        rewards: [{ id: '…', ...reward, status: 'pending' }],
      };
  return JSON.stringify(answer, null, 2);
}
