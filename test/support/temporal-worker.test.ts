import { workflowNames } from '../../contracts/workflows';
import { useCleanUp } from './clean-up';
import { startTestWorker } from './temporal-worker';

const cleanUp = useCleanUp();

test('runs our workflows with the activities of a test, on a queue of its own', async () => {
  const sweep = jest.fn().mockResolvedValue({ toStart: [] });
  const tellOfLowBalances = jest.fn().mockResolvedValue(undefined);
  const worker = await startTestWorker({ activities: { sweep, tellOfLowBalances } });
  cleanUp(() => worker.stop());
  await worker.client.workflow.execute(workflowNames.sweeper, {
    taskQueue: worker.taskQueue,
    workflowId: `sweeper-of-${worker.taskQueue}`,
  });
  expect(sweep).toHaveBeenCalledTimes(1);
});
