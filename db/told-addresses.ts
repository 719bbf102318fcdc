import { type Database, rowsOf, type Transaction } from './pool';

/**
 * Counts addresses that the company of `tx` is about to be told about, each once a day. Those that have had
 * points of it meanwhile, or are to have points that are held for them, do not count.
 *
 * @returns undefined when they may be told; else the seconds until they may, and the caller must roll back.
 */
export async function countTold(
  tx: Transaction,
  emailKeys: readonly string[],
  most: ToldBudget,
): Promise<number | undefined> {
  if (emailKeys.length === 0) return undefined;
  // One after the other, or two calls at once would each see room for themselves.
  await rowsOf(
    tx,
    `SELECT pg_advisory_xact_lock(hashtextextended('told-addresses/' || current_company_id(), 0))`,
  );
  const added = await rowsOf(
    tx,
    `INSERT INTO told_addresses AS t (company_id, email_key)
     SELECT current_company_id(), key FROM unnest(?::text[]) AS key
     ON CONFLICT (company_id, email_key) DO UPDATE SET told_at = clock_timestamp(), charged = false
       WHERE t.told_at < now() - interval '1 day'
     RETURNING 1 AS added`,
    [[...new Set(emailKeys)]],
  );
  if (added.length === 0) return undefined;
  const [all] = await rowsOf<Counted>(
    tx,
    `SELECT ${COUNTS} FROM told_addresses t WHERE ${COUNTED}`,
  );
  if (all !== undefined && isWithin(all, most)) return undefined;
  await rowsOf(tx, `UPDATE told_addresses t SET charged = true WHERE ${COUNTED} AND ${CHARGED}`, [
    CHARGED_STATUSES,
  ]);
  const [left] = await rowsOf<Counted>(
    tx,
    `SELECT ${COUNTS} FROM told_addresses t WHERE ${COUNTED} AND NOT ${HELD}`,
  );
  if (left === undefined || isWithin(left, most)) return undefined;
  return findWait(tx, left, most);
}

/** How many addresses of people who are not its own a company is told about for nothing. */
export interface ToldBudget {
  hourly: number;
  daily: number;
}

/** Forgets whom companies were told about: a stranger's address, of no use after its day. */
export async function forgetTold(db: Database): Promise<void> {
  await rowsOf(db, `DELETE FROM told_addresses WHERE told_at < now() - interval '1 day'`);
}

interface Counted {
  hour: number;
  day: number;
}

function isWithin({ hour, day }: Counted, { hourly, daily }: ToldBudget): boolean {
  return hour <= hourly && day <= daily;
}

/** When so many of the oldest are of an hour, or a day, ago that the rest and these are within it. */
async function findWait(
  tx: Transaction,
  { hour, day }: Counted,
  most: ToldBudget,
): Promise<number> {
  const [row] = await rowsOf<{ seconds: number }>(
    tx,
    `WITH counted AS (SELECT told_at FROM told_addresses t WHERE ${COUNTED} AND NOT ${HELD}),
       hour AS (SELECT told_at + interval '1 hour' AS at FROM counted
         WHERE told_at > now() - interval '1 hour' ORDER BY told_at OFFSET ? LIMIT ?),
       day AS (SELECT told_at + interval '1 day' AS at FROM counted ORDER BY told_at OFFSET ? LIMIT ?)
     SELECT greatest(1, ceil(extract(epoch FROM max(at) - clock_timestamp())))::int AS seconds
     FROM (SELECT at FROM hour UNION ALL SELECT at FROM day) AS ends`,
    [...nth(hour - most.hourly), ...nth(day - most.daily)],
  );
  return row?.seconds ?? 1;
}

/** OFFSET and LIMIT for the row of a number, from 1; none for what is not positive. */
function nth(number: number): [offset: number, limit: number] {
  return number > 0 ? [number - 1, 1] : [0, 0];
}

const COUNTED = `t.company_id = current_company_id() AND NOT t.charged
  AND t.told_at > now() - interval '1 day'`;

const COUNTS = `count(*) FILTER (WHERE t.told_at > now() - interval '1 hour')::int AS hour,
  count(*)::int AS day`;

/** Points are out to them. OFFSET 0: person by person, in the index. */
const CHARGED = `EXISTS (SELECT FROM rewards r WHERE r.email_key = t.email_key
  AND r.company_id = t.company_id AND r.status = ANY(?::text[]) OFFSET 0)`;

const CHARGED_STATUSES = ['awaiting_registration', 'credited', 'delivered', 'email_failed'];

/** Points are set aside for them: of what is cancelled, the rewards are cancelled too. */
const HELD = `EXISTS (SELECT FROM rewards r JOIN distributions d ON d.id = r.distribution_id
  WHERE r.email_key = t.email_key AND r.company_id = t.company_id AND r.status = 'pending'
    AND d.held_at IS NOT NULL OFFSET 0)`;
