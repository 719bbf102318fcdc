import { type AdminRole, mayDo } from './permissions';

/**
 * Four eyes: a send of more points than the company's limit waits until somebody else has looked at it.
 * The same comparison stands in the database, which decides (`place_distributions`).
 *
 * @param limit null when the company wants no approvals.
 */
export function needsApproval(points: number, limit: number | null): boolean {
  return limit !== null && points > limit;
}

/**
 * Who of a company's people may approve or reject a send: whoever has the permission and is not its
 * sender. Where nobody else has it, its owners decide, the sender among them: a company of one could
 * else never send, and an owner could as well take the limit away. Records then say so.
 *
 * @param senderId the person who sent, or who made the key that sent; null when nobody is known.
 */
export function approversOf<Person extends { id: string; role: AdminRole }>(
  people: readonly Person[],
  senderId: string | null,
): Person[] {
  const able = people.filter(({ role }) => mayDo(role, 'distributions.approve'));
  const others = able.filter(({ id }) => id !== senderId);
  return others.length > 0 ? others : able.filter(({ role }) => role === 'owner');
}

/** What becomes of a send that waits for an approval. */
export const approvalOutcomes = ['approved', 'rejected'] as const;
export type ApprovalOutcome = (typeof approvalOutcomes)[number];

/** Long enough for a reason, short enough for a mail. */
export const MAX_APPROVAL_NOTE = 1_000;
