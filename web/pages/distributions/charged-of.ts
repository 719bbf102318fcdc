import type { Outputs } from '../../client/trpc';

type Send = Pick<Outputs['distributions']['list']['items'][number], 'recipients' | 'counts'>;

/** To how many rows the points of a send belong: a row that failed was not charged. */
export function chargedOf({ recipients, counts }: Send): number {
  return recipients - (counts.failed ?? 0);
}
