import { randomUUID } from 'node:crypto';
import { listen } from './api';
import { createJob } from './job';
import { isReady, readSettings } from './program';

/**
 * The bare code: one transaction, then all mails, then one statement that marks them. Nothing of it
 * survives a crash.
 */
async function main(): Promise<void> {
  const settings = readSettings();
  const job = createJob(settings);
  const url = await listen(settings.apiKey, async (rows) => {
    const distributionId = randomUUID();
    const ids = await job.recordAndCredit(distributionId, rows);
    const mails = rows.map((row, index) => job.mail(ids[index] ?? '', row));
    await Promise.all(mails);
    await job.mark(ids);
    return distributionId;
  });
  isReady(url);
}

void main();
