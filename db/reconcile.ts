import { type Database, rowsOf } from './pool';

/**
 * Proves the ledger against itself and against the rewards.
 *
 * @returns one line for each difference; an empty list means that every point is where it should be.
 */
export async function reconcile(db: Database): Promise<Difference[]> {
  const differences: Difference[] = [];
  // One snapshot for all proofs, so that a send that commits in between is not a difference.
  await db.transaction(
    async (tx) => {
      for (const [proof, sql] of Object.entries(proofs)) {
        const rows = await rowsOf<{ subject: string; expected: string; found: string }>(tx, sql);
        differences.push(...rows.map((row) => ({ proof, ...row })));
      }
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );
  return differences;
}

export interface Difference {
  proof: string;
  subject: string;
  expected: string;
  found: string;
}

/** Each query returns the rows that are wrong. */
const proofs = {
  'all entries sum to zero': `
    SELECT 'ledger' AS subject, '0' AS expected, sum(points)::text AS found
    FROM entries HAVING coalesce(sum(points), 0) <> 0`,

  'a balance is the sum of its entries': `
    SELECT a.kind || ' ' || a.owner_id AS subject,
      coalesce(sum(e.points), 0) || ' by ' || count(e.points) || ' entries' AS expected,
      a.balance || ' at version ' || a.version AS found
    FROM accounts a LEFT JOIN entries e ON e.account_id = a.id
    GROUP BY a.id HAVING coalesce(sum(e.points), 0) <> a.balance OR count(e.points) <> a.version`,

  'balance and version run without a gap': `
    SELECT 'account ' || account_id AS subject, expected || ' at version ' || position AS expected,
      found || ' at version ' || account_version AS found
    FROM (SELECT account_id, account_version, balance_after AS found,
        sum(points) OVER running AS expected, row_number() OVER running AS position
      FROM entries WINDOW running AS (PARTITION BY account_id ORDER BY account_version)) AS e
    WHERE expected <> found OR position <> account_version`,

  'a transfer has its two entries': `
    SELECT t.business_key AS subject, '2 entries of ' || t.points AS expected,
      count(e.points) || ' entries of ' || coalesce(sum(e.points) FILTER (WHERE e.points > 0), 0)
        AS found
    FROM transfers t LEFT JOIN entries e ON e.transfer_id = t.id
    GROUP BY t.id HAVING count(e.points) <> 2
      OR coalesce(sum(e.points) FILTER (WHERE e.points > 0), 0) <> t.points
      OR coalesce(sum(e.points) FILTER (WHERE e.account_id = t.to_account_id), 0) <> t.points`,

  'a charged reward has exactly one credit': `
    SELECT 'reward ' || r.id AS subject,
      CASE WHEN r.credited_at IS NULL THEN '0 credits' ELSE '1 credit of ' || r.points END AS expected,
      count(t.id) || ' credits of ' || coalesce(sum(t.points), 0) AS found
    FROM rewards r LEFT JOIN transfers t ON t.reward_id = r.id AND t.kind = 'credit'
    GROUP BY r.id
    HAVING count(t.id) <> (r.status IN ('credited', 'delivered', 'email_failed', 'reversed'))::int
      OR coalesce(sum(t.points), 0) <> CASE WHEN r.credited_at IS NULL THEN 0 ELSE r.points END`,

  // What never was held (it waited for its time or for funds) has nothing to give back.
  'a reward that was not credited gave its points back once': `
    SELECT 'reward ' || r.id AS subject,
      CASE WHEN r.gives_back THEN '1 release of ' || r.points ELSE '0 releases' END AS expected,
      count(t.id) || ' releases of ' || coalesce(sum(t.points), 0) AS found
    FROM (SELECT w.id, w.points, d.held_at IS NOT NULL AND NOT w.refused_at_accept
        AND w.status IN ('failed', 'cancelled', 'expired') AS gives_back
      FROM rewards w JOIN distributions d ON d.id = w.distribution_id) r
    LEFT JOIN transfers t ON t.reward_id = r.id AND t.kind = 'release'
    GROUP BY r.id, r.points, r.gives_back
    HAVING count(t.id) <> r.gives_back::int OR (count(t.id) = 1 AND sum(t.points) <> r.points)`,

  'a reversed reward gave its points back once, from the wallet to the balance': `
    SELECT 'reward ' || r.id AS subject,
      CASE WHEN r.status = 'reversed' THEN '1 reversal of ' || r.points ELSE '0 reversals' END AS expected,
      count(t.id) || ' reversals of ' || coalesce(sum(t.points), 0) AS found
    FROM rewards r LEFT JOIN transfers t ON t.reward_id = r.id AND t.kind = 'reverse'
    LEFT JOIN accounts f ON f.id = t.from_account_id LEFT JOIN accounts c ON c.id = t.to_account_id
    GROUP BY r.id
    HAVING count(t.id) <> (r.status = 'reversed')::int
      OR (count(t.id) = 1 AND (sum(t.points) <> r.points
        OR bool_or(f.owner_id IS DISTINCT FROM r.recipient_id OR c.kind <> 'company_balance')))`,

  'an accepted distribution held the points of its rows': `
    SELECT 'distribution ' || d.id AS subject,
      CASE WHEN d.held_at IS NULL THEN 0 ELSE d.points END || ' held, rows of ' || d.points AS expected,
      coalesce(h.points, 0) || ' held, rows of ' || coalesce(r.points, 0) AS found
    FROM distributions d
    LEFT JOIN transfers h ON h.business_key = 'hold/' || d.id
    LEFT JOIN LATERAL (SELECT sum(points) FILTER (WHERE NOT refused_at_accept) AS points
      FROM rewards WHERE distribution_id = d.id) r ON true
    WHERE d.status <> 'draft'
      AND (coalesce(h.points, 0) <> CASE WHEN d.held_at IS NULL THEN 0 ELSE d.points END
        OR coalesce(r.points, 0) <> d.points)`,

  'what was decided about a send is what has become of it': `
    SELECT 'distribution ' || d.id AS subject, 'approval ' || coalesce(w.outcome, 'none') AS expected,
      d.status AS found
    FROM distributions d LEFT JOIN approvals w ON w.distribution_id = d.id
    WHERE CASE WHEN w.distribution_id IS NULL THEN d.status IN ('awaiting_approval', 'rejected')
      WHEN w.outcome IS NULL THEN d.status NOT IN ('awaiting_approval', 'cancelled')
      WHEN w.outcome = 'rejected' THEN d.status <> 'rejected'
      ELSE d.status IN ('accepted', 'awaiting_approval', 'rejected') END`,

  'the hold is the points of the open rewards': `
    SELECT 'company ' || a.owner_id AS subject, coalesce(r.points, 0)::text AS expected,
      a.balance::text AS found
    FROM accounts a LEFT JOIN LATERAL (
      SELECT sum(w.points) AS points FROM rewards w JOIN distributions d ON d.id = w.distribution_id
      WHERE w.company_id = a.owner_id AND w.status IN ('pending', 'awaiting_registration')
        AND d.held_at IS NOT NULL) r ON true
    WHERE a.kind = 'company_hold' AND a.balance <> coalesce(r.points, 0)`,

  'an order took its points once, from its wallet': `
    SELECT 'order ' || o.id AS subject, '1 redeem of ' || o.points AS expected,
      count(t.id) || ' redeems of ' || coalesce(sum(t.points), 0) AS found
    FROM orders o LEFT JOIN transfers t ON t.business_key = 'redeem/' || o.id AND t.kind = 'redeem'
    LEFT JOIN accounts f ON f.id = t.from_account_id LEFT JOIN accounts c ON c.id = t.to_account_id
    GROUP BY o.id
    HAVING count(t.id) <> 1 OR sum(t.points) <> o.points
      OR bool_or(f.owner_id IS DISTINCT FROM o.recipient_id OR c.kind <> 'redemptions')`,

  'an order costs what its goods cost when it was placed': `
    SELECT 'order ' || o.id AS subject, coalesce(sum(i.price_points * i.quantity), 0)::text AS expected,
      o.points::text AS found
    FROM orders o LEFT JOIN order_items i ON i.order_id = o.id
    GROUP BY o.id HAVING coalesce(sum(i.price_points * i.quantity), 0) <> o.points`,

  'an order was credited back once when it ended without goods, else never': `
    SELECT 'order ' || o.id AS subject,
      (o.status IN ('returned', 'cancelled'))::int || ' credits, order ' || o.status AS expected,
      count(DISTINCT n.id) || ' credit notes, ' || count(DISTINCT t.id) || ' transfers of '
        || coalesce(max(t.points), 0) AS found
    FROM orders o LEFT JOIN credit_notes n ON n.order_id = o.id
    LEFT JOIN transfers t ON t.business_key = 'credit_note/' || o.id AND t.kind = 'credit_note'
    LEFT JOIN accounts c ON c.id = t.to_account_id
    GROUP BY o.id
    HAVING count(DISTINCT n.id) <> (o.status IN ('returned', 'cancelled'))::int
      OR count(DISTINCT t.id) <> (o.status IN ('returned', 'cancelled'))::int
      OR bool_or(t.points <> o.points OR n.points <> o.points
        OR c.owner_id IS DISTINCT FROM o.recipient_id AND t.id IS NOT NULL)`,

  'what was redeemed and not credited back stands in redemptions': `
    SELECT 'redemptions' AS subject, coalesce(sum(o.points), 0)::text AS expected,
      max(a.balance)::text AS found
    FROM accounts a LEFT JOIN orders o ON o.status NOT IN ('returned', 'cancelled')
    WHERE a.kind = 'redemptions' GROUP BY a.id HAVING coalesce(sum(o.points), 0) <> max(a.balance)`,
};
