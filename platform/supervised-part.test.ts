import type { PartExit, RunningPart } from './running-part';
import { supervisePart } from './supervised-part';

test('a stop that comes while a part is started again stops the new one, too', async () => {
  const parts = [fakePart(1), fakePart(2)];
  let startedAgain = (): void => undefined;
  const beginsAgain = new Promise<void>((resolve) => (startedAgain = resolve));
  let isUp = (): void => undefined;
  const up = new Promise<void>((resolve) => (isUp = resolve));
  const supervised = await supervisePart({
    name: 'worker',
    label: 'Worker',
    // It is up in the moment in which it is told to give up.
    start: async ({ isRestart }) => {
      if (!isRestart) return parts[0]!;
      startedAgain();
      await up;
      return parts[1]!;
    },
    signal: new AbortController().signal,
    report: () => undefined,
  });
  parts[0]!.end({ code: null, signal: 'SIGKILL' });
  await beginsAgain;
  const stopped = supervised.stop();
  isUp();
  await stopped;
  expect(await parts[1]!.exited).toEqual({ code: 0, signal: null });
});

function fakePart(pid: number): RunningPart & { end: (exit: PartExit) => void } {
  let end: (exit: PartExit) => void = () => undefined;
  const exited = new Promise<PartExit>((resolve) => (end = resolve));
  const stop = async (): Promise<void> => {
    end({ code: 0, signal: null });
    await exited;
  };
  return { name: 'worker', pid, exited, stop, end };
}
