import { rmSync } from 'node:fs';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { drawFreePort } from './ports';
import { temporaryDataDir } from './supervisor-under-test';
import { startTemporal } from './temporal';

test('what Temporal has accepted survives kill -9, and operators can search by our attributes', async () => {
  const folder = temporaryDataDir();
  const port = await drawFreePort();
  const uiPort = await drawFreePort(new Set([port]));
  const start = async () =>
    startTemporal({ dataDir: folder, port, uiPort, log: path.join(folder, 'temporal.log') });

  const first = await start();
  const execution = { workflowId: 'kept', workflowType: { name: 'any' } };
  const before = await Connection.connect({ address: first.address });
  await before.workflowService.startWorkflowExecution({
    ...execution,
    namespace: 'default',
    taskQueue: { name: 'nobody' },
    requestId: '1',
  });
  await before.close();
  process.kill(first.pid, 'SIGKILL');
  await first.exited;

  const second = await start();
  const after = await Connection.connect({ address: second.address });
  const found = await after.workflowService.describeWorkflowExecution({
    namespace: 'default',
    execution: { workflowId: 'kept' },
  });
  const { customAttributes } = await after.operatorService.listSearchAttributes({
    namespace: 'default',
  });
  await after.close();

  expect(found.workflowExecutionInfo?.type?.name).toBe('any');
  const ours = [
    'CompanyId',
    'DistributionId',
    'DistributionStatus',
    'Method',
    'RechargeStatus',
  ].concat(['TicketStatus', 'ApprovalStatus']);
  expect(Object.keys(customAttributes ?? {})).toEqual(expect.arrayContaining(ours));
  expect((await fetch(second.uiUrl)).status).toBe(200);
  await second.stop();
  rmSync(folder, { recursive: true });
});
