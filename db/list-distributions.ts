import type { DistributionListItem } from '../contracts/distributions';
import { type DistributionRow, SELECT_DISTRIBUTION, showDistribution } from './find-distribution';
import { rowsOf, type Transaction } from './pool';
import { containing, startingWith, upperBound } from './search-text';

/** One page of the company's distributions, newest first. */
export async function listDistributions(
  tx: Transaction,
  filter: DistributionFilter,
): Promise<{ items: DistributionListItem[]; hasMore: boolean }> {
  const { sql, bindings } = whereOf(filter);
  const rows = await rowsOf<DistributionRow & CreatorColumns>(
    tx,
    // The page is found first: what is shown of a distribution is read for those on it alone.
    `WITH page AS MATERIALIZED (
       SELECT d.id FROM distributions d WHERE ${sql} ORDER BY d.id DESC LIMIT ?
     )
     ${SELECT_DISTRIBUTION.replace('SELECT ', `SELECT ${CREATOR_COLUMNS}, `)}
     LEFT JOIN admins a ON d.created_by = 'admin/' || a.id
     LEFT JOIN api_keys k ON d.created_by = 'api_key/' || k.id
     WHERE d.id IN (SELECT id FROM page) ORDER BY d.id DESC`,
    [...bindings, filter.limit + 1],
  );
  const items = rows.slice(0, filter.limit).map((row) => ({
    ...showDistribution(row),
    createdBy: { kind: row.creator_kind, id: row.creator_id, name: row.creator_name },
  }));
  return { items, hasMore: rows.length > filter.limit };
}

export interface DistributionFilter {
  limit: number;
  /** The last id of the page before. */
  before?: string;
  statuses?: readonly string[];
  method?: string;
  campaignId?: string;
  /** Whether a reward of it has failed. */
  hasFailed?: boolean;
  /** Accepted at or after this time, and before `to`. */
  from?: string;
  to?: string;
  /** Found in the external id, the campaign, who made it, or a recipient's name, address or external id. */
  text?: string;
}

const CREATOR_COLUMNS = `split_part(d.created_by, '/', 1) AS creator_kind,
  nullif(split_part(d.created_by, '/', 2), '') AS creator_id, coalesce(a.name, k.name) AS creator_name`;

interface CreatorColumns {
  creator_kind: string;
  creator_id: string | null;
  creator_name: string | null;
}

/** Only the conditions that are asked for stand in the statement, so that each has a plan of its own. */
function whereOf(filter: DistributionFilter): { sql: string; bindings: unknown[] } {
  const conditions: [condition: string, ...bindings: unknown[]][] = [
    ['d.company_id = current_company_id()'],
  ];
  const { before, statuses, method, campaignId, hasFailed, from, to, text } = filter;
  if (before !== undefined) conditions.push(['d.id < ?::uuid', before]);
  if (statuses !== undefined) conditions.push(['d.status = ANY(?::text[])', statuses]);
  if (method !== undefined) conditions.push(['d.method = ?', method]);
  if (campaignId !== undefined) conditions.push([OF_CAMPAIGN, campaignId]);
  if (hasFailed !== undefined) conditions.push([hasFailed ? HAS_FAILED : `NOT ${HAS_FAILED}`]);
  if (from !== undefined) conditions.push(['d.created_at >= ?::timestamptz', from]);
  if (to !== undefined) conditions.push(['d.created_at < ?::timestamptz', to]);
  if (text !== undefined) {
    const key = text.toLowerCase();
    const pattern = containing(text);
    const own = [pattern, pattern, pattern, pattern];
    const people = [key, upperBound(key), pattern, MOST_PEOPLE, pattern, startingWith(key)];
    const hasPeople = text.length >= SHORTEST_OF_PEOPLE;
    const words = `${OWN_WORDS} OR ${OF_REFERENCE}`;
    if (hasPeople) conditions.push([`(${words} OR ${OF_PEOPLE})`, ...own, text, ...people]);
    else conditions.push([`(${words})`, ...own, text]);
  }
  return {
    sql: conditions.map(([condition]) => condition).join(' AND '),
    bindings: conditions.flatMap(([, ...bindings]) => bindings),
  };
}

const OF_CAMPAIGN = `d.campaign_version_id IN (
  SELECT v.id FROM campaign_versions v WHERE v.campaign_id = ?)`;

/** Row-level security lets the company's own be seen only. */
const HAS_FAILED = `EXISTS (SELECT FROM rewards r
  WHERE r.distribution_id = d.id AND r.status IN ('failed', 'email_failed'))`;

/** Sends by their own words. */
const OWN_WORDS = `d.external_id ILIKE ?
  OR d.campaign_version_id IN (SELECT v.id FROM campaign_versions v WHERE v.name ILIKE ?)
  OR d.created_by IN (
    SELECT 'admin/' || a.id FROM admins a WHERE a.company_id = current_company_id() AND a.name ILIKE ?
    UNION ALL SELECT 'api_key/' || k.id FROM api_keys k
    WHERE k.company_id = current_company_id() AND k.name ILIKE ?)`;

/** Sends by the sender's reference of a reward, which is a key of another system: whole, and in its case. */
const OF_REFERENCE = `d.id IN (SELECT r.distribution_id FROM rewards r
  WHERE r.company_id = current_company_id() AND r.external_id = ?)`;

/**
 * Sends by the people in them. Addresses are found by their beginning, by an
 * index; names among the company's recipients and those who are invited, which are few beside all
 * rewards. Comparisons instead of LIKE, where an index is meant: under row-level security only what
 * cannot leak is handed to one, and LIKE is not among it.
 */
const OF_PEOPLE = `d.id IN (
    SELECT r.distribution_id FROM rewards r
    WHERE r.company_id = current_company_id() AND r.email_key >= ? AND r.email_key < ?
    UNION ALL SELECT r.distribution_id FROM rewards r WHERE r.recipient_id = ANY (ARRAY(
      SELECT p.id FROM recipients p WHERE p.company_id = current_company_id() AND p.email_key > ''
        AND p.name ILIKE ? LIMIT ?))
    UNION ALL SELECT r.distribution_id FROM rewards r
    WHERE r.company_id = current_company_id() AND r.status = 'awaiting_registration'
      AND (r.name ILIKE ? OR r.email_key LIKE ?))`;

/** One or two letters begin the addresses of too many. */
const SHORTEST_OF_PEOPLE = 3;

/** A text that so many names have is no search for a person. */
const MOST_PEOPLE = 1_000;
