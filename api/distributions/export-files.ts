import { Router } from 'express';
import { z } from 'zod';
import type { DistributionListItem, Reward } from '../../contracts/distributions';
import { findDistribution, listRewardsAfter } from '../../db/find-distribution';
import { type DistributionFilter, listDistributions } from '../../db/list-distributions';
import { withCompany } from '../../db/pool';
import { type FileFormat, type TableCell, writeTable } from '../../spreadsheets/write-table';
import { createDownloads, type DownloadOptions, readId } from '../download-file';
import { inputRefusal, Refusal } from '../errors';
import type { CompanyContext } from '../require-caller';
import { filterOf } from './list-distributions';
import { distributionFilterInput } from '../../contracts/distribution-filter';

/** What is on the screen, as a file: the list of distributions as filtered, and a distribution's rewards. */
export function createExportRouter(options: DownloadOptions): Router {
  const router = Router();
  const download = createDownloads(router, options);

  download('/distributions/export', async (context, request, format) => {
    const parsed = filterSchema.safeParse(request.query);
    if (!parsed.success) throw inputRefusal(parsed.error);
    const items = await readAll(context, filterOf(parsed.data), format);
    const content = await writeTable(format, {
      sheetName: 'Distributions',
      columns: distributionColumns.map(([column]) => column),
      rows: items.map((item) => distributionColumns.map(([, read]) => read(item))),
    });
    return { name: 'bestow-distributions', content };
  });

  download('/distributions/:id/rewards', async ({ services, caller }, request, format) => {
    const distributionId = readId(request);
    const rewards = await withCompany(services.companyDb, caller.company.id, async (tx) => {
      if ((await findDistribution(tx, distributionId, 0)) === undefined) return undefined;
      return listRewardsAfter(tx, distributionId, 0, services.settings.maxRecipients);
    });
    if (rewards === undefined) throw new Refusal('not_found');
    const content = await writeTable(format, {
      sheetName: 'Rewards',
      columns: rewardColumns.map(([column]) => column),
      rows: rewards.map((reward) => rewardColumns.map(([, read]) => read(reward))),
    });
    return { name: 'bestow-rewards', content };
  });
  return router;
}

const filterSchema = z.strictObject(distributionFilterInput);

/** A workbook is built whole in memory, and slower: this many take a second. */
const MOST_EXPORTED: Record<FileFormat, number> = { csv: 100_000, xlsx: 20_000 };
/** A page a transaction, so that a long export holds no connection for long. */
const PAGE = 1_000;

async function readAll(
  { services, caller }: CompanyContext,
  filter: Omit<DistributionFilter, 'limit' | 'before'>,
  format: FileFormat,
): Promise<DistributionListItem[]> {
  const items: DistributionListItem[] = [];
  for (;;) {
    const before = items.at(-1)?.id;
    const page = await withCompany(services.companyDb, caller.company.id, (tx) =>
      listDistributions(tx, { ...filter, limit: PAGE, ...(before !== undefined && { before }) }),
    );
    items.push(...page.items);
    if (
      items.length > MOST_EXPORTED[format] ||
      (page.hasMore && items.length === MOST_EXPORTED[format])
    ) {
      throw new Refusal('export_too_large');
    }
    if (!page.hasMore) return items;
  }
}

type Column<Item> = [
  column: { heading: string; kind: 'text' | 'number' | 'date-time'; width?: number },
  read: (item: Item) => TableCell,
];

const distributionColumns: Column<DistributionListItem>[] = [
  [text('Distribution', 38), ({ id }) => id],
  [text('External id'), ({ externalId }) => externalId],
  [text('Status', 24), ({ status }) => status],
  [text('Method', 12), ({ method }) => method],
  [text('Campaign', 30), ({ campaign }) => campaign?.name ?? null],
  [text('Created by'), ({ createdBy }) => createdBy.name],
  [number('Recipients'), ({ recipients }) => recipients],
  [number('Points'), ({ points }) => points],
  [number('Delivered'), ({ counts }) => counts.delivered ?? 0],
  [number('Waiting for registration'), ({ counts }) => counts.awaiting_registration ?? 0],
  [number('Failed'), ({ counts }) => (counts.failed ?? 0) + (counts.email_failed ?? 0)],
  [time('Created (UTC)'), ({ createdAt }) => new Date(createdAt)],
  [time('To be sent (UTC)'), ({ sendAt }) => toDate(sendAt)],
  [time('Completed (UTC)'), ({ completedAt }) => toDate(completedAt)],
];

const rewardColumns: Column<Reward>[] = [
  [number('Row'), ({ row }) => row],
  [text('Name', 30), ({ name }) => name],
  [text('E-mail', 34), ({ email }) => email],
  [number('Points'), ({ points }) => points],
  [text('Mobile'), ({ mobile }) => mobile],
  [text('Citation', 40), ({ citation }) => citation],
  [text('External id'), ({ externalId }) => externalId],
  [text('Status', 24), ({ status }) => status],
  [text('Reason', 50), ({ reason }) => reason?.message ?? null],
  [time('Credited (UTC)'), ({ creditedAt }) => toDate(creditedAt)],
  [time('Delivered (UTC)'), ({ deliveredAt }) => toDate(deliveredAt)],
  [time('Failed (UTC)'), ({ failedAt }) => toDate(failedAt)],
  [text('Reward', 38), ({ id }) => id],
];

function text(heading: string, width = 20) {
  return { heading, width, kind: 'text' as const };
}

function number(heading: string) {
  return { heading, width: 14, kind: 'number' as const };
}

function time(heading: string) {
  return { heading, width: 20, kind: 'date-time' as const };
}

function toDate(at: string | null): Date | null {
  return at === null ? null : new Date(at);
}
