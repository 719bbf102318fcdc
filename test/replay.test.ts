import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { temporal } from '@temporalio/proto';
import { DeterminismViolationError } from '@temporalio/workflow';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { workflowNames } from '../contracts/workflows';
import { CHECKOUT } from './support/checkout';
import { useCleanUp } from './support/clean-up';
import { CITATION, COMPANY, DOMAIN, HISTORIES, NAME, recordAll } from './support/record-histories';

/**
 * Runs that are under way when a new version is deployed must go on in it: every recorded run is
 * replayed against today's workflows. When a path is added, `RECORD_HISTORIES=1 npx jest
 * --testPathPatterns test/replay` records it; what is recorded already stays as it was.
 * Those named `kept-` are of earlier versions, whose runs go on by `patched()`.
 */
// eslint-disable-next-line no-restricted-properties -- a switch of this test, not a setting
const isRecording = process.env['RECORD_HISTORIES'] === '1';

const cleanUp = useCleanUp();
const files = readdirSync(HISTORIES).filter((file) => file.endsWith('.json'));
let bundle: string;

beforeAll(() => {
  // A changed workflow that is found out is expected here, and not worth a log.
  if (!isRecording) Runtime.install({ logger: new DefaultLogger('ERROR') });
  bundle = readFileSync(path.join(CHECKOUT, 'dist', 'workflow-bundle.js'), 'utf8');
});

if (isRecording) {
  test('records a run of each path', () => recordAll(cleanUp), 120_000);
} else {
  test.each(files)('%s goes on in today’s workflows', async (file) => {
    await replay(bundle, file);
  });

  test('every workflow has recorded runs', () => {
    const recorded = new Set(files.map((file) => workflowOf(readHistory(file))));
    expect([...recorded].sort()).toEqual(Object.values(workflowNames).sort());
  });

  test('the recorded runs hold timers, signals, children, local and ordinary activities', () => {
    const seen = new Set(
      files.flatMap((file) => readHistory(file).events.map(({ eventType }) => eventType)),
    );
    for (const type of [
      ...['TIMER_STARTED', 'TIMER_FIRED', 'WORKFLOW_EXECUTION_SIGNALED', 'MARKER_RECORDED'],
      ...['START_CHILD_WORKFLOW_EXECUTION_INITIATED', 'ACTIVITY_TASK_SCHEDULED'],
      'UPSERT_WORKFLOW_SEARCH_ATTRIBUTES',
    ]) {
      expect(seen).toContain(`EVENT_TYPE_${type}`);
    }
  });

  test.each([
    [
      'an activity is another one',
      'distribution-invited.json',
      'completeLongRoad',
      'completeOtherRoad',
    ],
    [
      'a step is left out',
      'dispatch-leaves-open.json',
      '.startLongRoads)(finished.open)',
      '.startLongRoads)([])',
    ],
    ['a child has another id', 'dispatch-leaves-open.json', '`distribution/$', '`other/$'],
  ])('a workflow in which %s is found out', async (_what, file, before, after) => {
    expect(bundle).toContain(before);
    const changed = bundle.replaceAll(before, after);
    await expect(replay(changed, file)).rejects.toThrow(DeterminismViolationError);
  });

  test.each(files)('%s holds no personal data', (file) => {
    const text = readFileSync(path.join(HISTORIES, file), 'utf8');
    const decoded = payloadsIn(JSON.parse(text)).join('\n');
    expect(decoded.length).toBeGreaterThan(0);
    for (const secret of [NAME, CITATION, COMPANY, DOMAIN, 'Zebulon', 'personal']) {
      expect(text).not.toContain(secret);
      expect(decoded).not.toContain(secret);
    }
    expect(decoded).not.toMatch(/@/);
  });
}

interface History {
  events: { eventType: string; workflowExecutionStartedEventAttributes?: StartedAttributes }[];
}

interface StartedAttributes {
  workflowId: string;
  workflowType: { name: string };
}

function readHistory(file: string): History {
  return JSON.parse(readFileSync(path.join(HISTORIES, file), 'utf8')) as History;
}

function workflowOf(history: History): string {
  return startOf(history).workflowType.name;
}

function startOf(history: History): StartedAttributes {
  return history.events[0]!.workflowExecutionStartedEventAttributes!;
}

async function replay(code: string, file: string): Promise<void> {
  // Not the SDK's own historyFromJSON: npm gives it another copy of protobufjs, which it refuses.
  const history = temporal.api.history.v1.History.fromObject(readHistory(file));
  // Children are named after the run that starts them.
  await Worker.runReplayHistory(
    { workflowBundle: { code } },
    history,
    startOf(readHistory(file)).workflowId,
  );
}

/** The content of every payload, wherever in the history it stands. */
function payloadsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { data } = node as { data?: unknown };
  const own = typeof data === 'string' ? [Buffer.from(data, 'base64').toString()] : [];
  return [...own, ...Object.values(node).flatMap(payloadsIn)];
}
