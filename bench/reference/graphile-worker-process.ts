import { randomUUID } from 'node:crypto';
import { Logger, run } from 'graphile-worker';
import type { Row } from '../set-up/people';
import { listen } from './api';
import { createJob } from './job';
import { isReady, readSettings } from './program';

/**
 * The job on graphile-worker: the distribution and its job are written by one statement, so either
 * both are there or none; the task credits, mails and marks, and can be repeated.
 */
async function main(): Promise<void> {
  const settings = readSettings();
  const job = createJob(settings);
  await run({
    pgPool: job.pool,
    concurrency: CONCURRENCY,
    pollInterval: POLL_MILLISECONDS,
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
    taskList: {
      sendReward: async (payload) => {
        // Written by the statement below, by nobody else.
        const { ids, rows } = payload as { ids: string[]; rows: Row[] };
        await job.credit(ids);
        await Promise.all(rows.map((row, index) => job.mail(ids[index] ?? '', row)));
        await job.mark(ids);
      },
    },
  });
  const url = await listen(settings.apiKey, async (rows) => {
    const distributionId = randomUUID();
    await job.pool.query({
      name: 'accept',
      text: `SELECT graphile_worker.add_job('sendReward',
        json_build_object('ids', record_distribution($1, $2::jsonb), 'rows', $2::json))`,
      values: [distributionId, JSON.stringify(rows)],
    });
    return distributionId;
  });
  isReady(url);
}

const CONCURRENCY = 50;
/** Jobs are announced by NOTIFY; this is for those that missed it. */
const POLL_MILLISECONDS = 500;

void main();
