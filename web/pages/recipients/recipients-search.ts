import type { RecipientStatus } from '../../../contracts/recipients';

/** As contracts/recipients.ts has them, whose zod is not for the first page. */
export const recipientStatuses: readonly RecipientStatus[] = ['active', 'not_activated', 'invited'];

export interface RecipientsSearch {
  status?: RecipientStatus;
  q?: string;
}

export function readRecipientsSearch(search: Record<string, unknown>): RecipientsSearch {
  const status = recipientStatuses.find((each) => each === search['status']);
  const { q } = search;
  return {
    ...(status && { status }),
    // An address is read as JSON: what looks like a number is one.
    ...((typeof q === 'string' || typeof q === 'number') && q !== '' && { q: String(q) }),
  };
}
