import { randomUUID } from 'node:crypto';
import { DBOS } from '@dbos-inc/dbos-sdk';
import type { Row } from '../set-up/people';
import { listen } from './api';
import { createJob } from './job';
import { isReady, readSettings } from './program';

/**
 * The job on DBOS: the request starts a workflow, which is durable before the answer goes out; two
 * steps, each idempotent, since a step that was interrupted is run again.
 */
async function main(): Promise<void> {
  const settings = readSettings();
  const job = createJob(settings);

  const sendReward = DBOS.registerWorkflow(
    async (rows: Row[]): Promise<void> => {
      const distributionId = DBOS.workflowID ?? '';
      const ids = await DBOS.runStep(() => job.recordAndCredit(distributionId, rows), {
        name: 'credit',
        ...RETRIES,
      });
      await DBOS.runStep(
        async () => {
          await Promise.all(rows.map((row, index) => job.mail(ids[index] ?? '', row)));
          await job.mark(ids);
        },
        { name: 'mail', ...RETRIES },
      );
    },
    { name: 'sendReward' },
  );

  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: settings.engineDatabaseUrl,
    systemDatabasePoolSize: SYSTEM_CONNECTIONS,
    logLevel: 'error',
  });
  await DBOS.launch();
  const url = await listen(settings.apiKey, async (rows) => {
    const workflowID = randomUUID();
    // Started directly, not by a queue: a queue is polled, which only adds to it.
    await DBOS.startWorkflow(sendReward, { workflowID })(rows);
    return workflowID;
  });
  isReady(url);
}

const RETRIES = { retriesAllowed: true, maxAttempts: 10, intervalSeconds: 1 };

const SYSTEM_CONNECTIONS = 20;

void main();
