import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Row } from '../set-up/people';
import { listen } from './api';
import { createJob, type Job } from './job';
import { isReady, readSettings } from './program';

/**
 * The job as a workflow in the plain way: started without eager start, four ordinary activities, on
 * a worker with the SDK's own settings.
 */
async function main(): Promise<void> {
  const settings = readSettings();
  const job = createJob(settings);
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const connection = await NativeConnection.connect({ address: settings.temporalAddress });
  const worker = await Worker.create({
    connection,
    taskQueue: TASK_QUEUE,
    workflowsPath: require.resolve('./plain-workflow'),
    activities: createPlainActivities(job),
  });
  const client = new Client({
    connection: await Connection.connect({ address: settings.temporalAddress }),
  });
  const url = await listen(settings.apiKey, async (rows) => {
    const distributionId = randomUUID();
    await job.record(distributionId, rows);
    await client.workflow.start('sendPlainly', {
      workflowId: `plain/${distributionId}`,
      taskQueue: TASK_QUEUE,
      args: [{ distributionId }],
    });
    return distributionId;
  });
  const running = worker.run();
  isReady(url);
  await running;
}

const TASK_QUEUE = 'bench-plain';

function createPlainActivities(job: Job) {
  return {
    /** Everybody is registered here: what is left of it is to find the rewards. */
    register: async ({ distributionId }: { distributionId: string }) => {
      const found = await job.pool.query<{ id: string }>({
        name: 'register',
        text: 'SELECT id FROM rewards WHERE distribution_id = $1 ORDER BY row',
        values: [distributionId],
      });
      return { rewardIds: found.rows.map(({ id }) => id) };
    },
    credit: ({ rewardIds }: { rewardIds: string[] }) => job.credit(rewardIds),
    mail: async ({ rewardIds }: { rewardIds: string[] }): Promise<void> => {
      const found = await job.pool.query<Row & { id: string }>({
        name: 'mail',
        text: `SELECT id, name, email, points::int4 AS points, citation FROM rewards
          WHERE id = ANY($1::uuid[])`,
        values: [rewardIds],
      });
      await Promise.all(found.rows.map((row) => job.mail(row.id, row)));
    },
    complete: ({ rewardIds }: { rewardIds: string[] }) => job.mark(rewardIds),
  };
}

export type PlainActivities = ReturnType<typeof createPlainActivities>;

void main();
