import type { StatementLine } from '../contracts/statement';
import { rowsOf, type Transaction } from './pool';
import type { EntryRow } from './statement';

type Link = StatementLine['links'][number];

/**
 * What lines lead to, with texts for people: asked once for a page.
 *
 * @returns the links of an entry; those of a single reward only when it is the line's only one.
 */
export async function labelsOf(
  tx: Transaction,
  entries: readonly EntryRow[],
): Promise<(entry: EntryRow, isSingle: boolean) => Link[]> {
  const ids = (values: (string | null)[]) => [...new Set(values.filter((value) => value !== null))];
  const distributions = await find(tx, DISTRIBUTIONS, [
    ids(entries.map(({ distributionId }) => distributionId)),
  ]);
  const rewardIds = ids(entries.map(({ rewardId }) => rewardId));
  const rewards = await find(tx, REWARDS, [rewardIds]);
  const reversed = ids(entries.map(({ kind, rewardId }) => (kind === 'reverse' ? rewardId : null)));
  const tickets = await find(tx, TICKETS, [reversed]);
  const keys = ids(
    entries.map((entry) => (entry.kind === 'recharge' ? rechargeKeyOf(entry) : null)),
  );
  const recharges = await find(tx, RECHARGES, [keys, keys]);
  return (entry, isSingle) => {
    const { kind, distributionId, rewardId } = entry;
    return [
      kind === 'recharge' ? recharges.get(rechargeKeyOf(entry)) : undefined,
      isSingle && rewardId !== null ? rewards.get(rewardId) : undefined,
      distributionId === null ? undefined : distributions.get(distributionId),
      kind === 'reverse' && rewardId !== null ? tickets.get(rewardId) : undefined,
    ].filter((link) => link !== undefined);
  };
}

/** `recharge/<id of the recharge>`, or `recharge/<reference>` of one that was entered as paid. */
function rechargeKeyOf({ businessKey }: EntryRow): string {
  return businessKey.slice('recharge/'.length);
}

async function find(tx: Transaction, sql: string, keys: string[][]): Promise<Map<string, Link>> {
  if (keys[0]?.length === 0) return new Map();
  const rows = await rowsOf<Link & { key: string }>(tx, sql, keys);
  return new Map(rows.map(({ key, ...link }) => [key, link]));
}

/** By the rows that were charged, as the pages name it. Refused ones are few, and have an index. */
const DISTRIBUTIONS = `
  SELECT id AS key, 'distribution' AS type, id,
    format('Send to %s %s', charged, CASE charged WHEN 1 THEN 'recipient' ELSE 'recipients' END)
      || coalesce(' (' || external_id || ')', '') AS label
  FROM distributions d, LATERAL (SELECT d.recipients - count(*) AS charged FROM rewards r
    WHERE r.distribution_id = d.id AND r.status IN ('failed', 'email_failed')
      AND r.refused_at_accept) AS c
  WHERE id = ANY(?::uuid[])`;

const REWARDS = `
  SELECT id AS key, 'reward' AS type, id, 'Reward to ' || name AS label
  FROM rewards WHERE id = ANY(?::uuid[])`;

const TICKETS = `
  SELECT DISTINCT ON (r.reward_id) r.reward_id AS key, 'ticket' AS type, t.id,
    'Ticket T-' || t.number AS label
  FROM ticket_rewards r JOIN tickets t ON t.id = r.ticket_id
  WHERE r.reward_id = ANY(?::uuid[]) ORDER BY r.reward_id, t.id DESC`;

const RECHARGES = `
  SELECT k AS key, 'recharge' AS type, r.id, coalesce('Invoice ' || r.invoice_number,
    'Payment ' || r.payment_reference) AS label
  FROM unnest(?::text[]) AS k JOIN recharges r ON r.invoice_number IS NOT NULL
    AND r.id = CASE WHEN pg_input_is_valid(k, 'uuid') THEN k::uuid END
  UNION ALL
  SELECT payment_reference, 'recharge', id, 'Payment ' || payment_reference
  FROM recharges WHERE payment_reference = ANY(?::text[]) AND invoice_number IS NULL`;
