import { type DistributionStatus, distributionStatuses } from '../../../domain/states';

export const distributionMethods = ['individual', 'bulk', 'api'] as const;
type DistributionMethod = (typeof distributionMethods)[number];

export interface DistributionsSearch {
  status?: DistributionStatus;
  method?: DistributionMethod;
}

/**
 * The filters of the list, as they stand in the address: what is nonsense there is no filter. By hand,
 * since routes are part of the first page, for which zod is 23 kB too much.
 */
export function readDistributionsSearch(search: Record<string, unknown>): DistributionsSearch {
  const status = distributionStatuses.find((each) => each === search['status']);
  const method = distributionMethods.find((each) => each === search['method']);
  return { ...(status && { status }), ...(method && { method }) };
}
