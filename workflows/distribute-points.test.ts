import { randomUUID } from 'node:crypto';
import { type OpenWork, signalNames, workflowNames } from '../contracts/workflows';
import { useCleanUp } from '../test/support/clean-up';
import { startTestWorker } from '../test/support/temporal-worker';

const cleanUp = useCleanUp();

const everythingFinal: OpenWork = {
  awaitingRegistration: 0,
  mailsToRetry: 0,
  pending: 0,
  nextExpiryMilliseconds: null,
};

test('what is told while the last reward ends is looked at by this run, not left to the sweeper', async () => {
  const workflowId = `distribution/${randomUUID()}`;
  const retry = { firstMilliseconds: 100, maxMilliseconds: 100, windowMilliseconds: 1_000 };
  const sendOpenRewards = jest.fn().mockResolvedValue(everythingFinal);
  const completeLongRoad = jest.fn().mockImplementation(async () => {
    if (completeLongRoad.mock.calls.length === 1) {
      // Support has a mail tried again: its reward is open, and the run is told.
      const run = worker.client.workflow.getHandle(workflowId);
      await run.signal(signalNames.recipientRegistered, { rewardIds: [] });
    }
    return { status: 'completed' };
  });
  const worker = await startTestWorker({
    activities: {
      beginLongRoad: ({ distributionId }: { distributionId: string }) => ({
        distribution: { distributionId, companyId: randomUUID(), method: 'api', status: 'sending' },
        retry,
      }),
      sendOpenRewards,
      completeLongRoad,
    },
  });
  cleanUp(() => worker.stop());
  await worker.client.workflow.execute(workflowNames.distributePoints, {
    taskQueue: worker.taskQueue,
    workflowId,
    args: [{ distributionId: randomUUID() }],
  });
  expect(sendOpenRewards).toHaveBeenCalledTimes(2);
  expect(completeLongRoad).toHaveBeenCalledTimes(2);
});
