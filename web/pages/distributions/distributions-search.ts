import { type DistributionStatus, distributionStatuses } from '../../../domain/states';

export const distributionMethods = ['individual', 'bulk', 'api'] as const;
type DistributionMethod = (typeof distributionMethods)[number];

export interface DistributionsSearch {
  status?: DistributionStatus;
  method?: DistributionMethod;
  campaign?: string;
  /** Only sends with failed rewards. */
  failed?: true;
  /** Days of the company's calendar, both included: `2026-12-24`. */
  from?: string;
  to?: string;
  q?: string;
}

/**
 * The filters of the list, as they stand in the address: what is nonsense there is no filter. By hand,
 * since routes are part of the first page, for which zod is 23 kB too much.
 */
export function readDistributionsSearch(search: Record<string, unknown>): DistributionsSearch {
  const status = distributionStatuses.find((each) => each === search['status']);
  const method = distributionMethods.find((each) => each === search['method']);
  const campaign = textLike(search['campaign'], UUID);
  const from = textLike(search['from'], DAY);
  const to = textLike(search['to'], DAY);
  // An address is read as JSON: what looks like a number is one.
  const q = typeof search['q'] === 'number' ? String(search['q']) : textLike(search['q'], /./);
  return {
    ...(status && { status }),
    ...(method && { method }),
    ...(campaign && { campaign }),
    ...(search['failed'] === true && { failed: true as const }),
    ...(from && { from }),
    ...(to && { to }),
    ...(q && { q: q.slice(0, 200) }),
  };
}

function textLike(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
