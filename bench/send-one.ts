import { setTimeout as delay } from 'node:timers/promises';
import { type Bench, judge, type Benchmark, type Result, watchMemory } from './benchmark';
import { type Side, timeSends } from './measure/send';
import { median, percentile } from './measure/statistics';
import { type Reference, startReference } from './reference/start-reference';
import { rowOf } from './set-up/people';

/** What one person waits for: one send on an idle system, POST to mail accepted. */
export const sendOne: Benchmark = {
  name: 'send-one',
  title: 'one idle send, POST to mail accepted, against a plain-start workflow',
  run: async (bench) => {
    await bench.product.register(PEOPLE);
    const plain = await startReference(bench, {
      name: 'plain',
      program: require.resolve('./reference/plain-process'),
      people: PEOPLE,
    });
    try {
      return await compare(bench, plain);
    } finally {
      await plain.stop();
    }
  },
};

const PEOPLE = 100;
const WARM_UP_SENDS = 20;
const SENDS = 100;
const QUICK_SENDS = 30;

async function compare(bench: Bench, plain: Reference): Promise<Result[]> {
  const { product, isQuick, report } = bench;
  const ours = { ...product, caller: product.createCaller(1) };
  const reference = { ...plain, caller: plain.createCaller(1) };
  const memory = watchMemory({ ours: product.pid, reference: plain.pid });
  const samples = { ours: [] as number[], reference: [] as number[] };
  try {
    const sends = isQuick ? QUICK_SENDS : SENDS;
    for (let index = -WARM_UP_SENDS; index < sends; index += 1) {
      if (index === 0) await Promise.all([ours.analyze(), reference.analyze()]);
      const person = (index + WARM_UP_SENDS) % PEOPLE;
      const one = await sendIdle(bench, ours, person);
      const other = await sendIdle(bench, reference, person);
      if (index < 0) continue;
      samples.ours.push(one);
      samples.reference.push(other);
    }
  } finally {
    ours.caller.close();
    reference.caller.close();
  }
  const p50 = median(samples.ours);
  const p95 = percentile(samples.ours, 0.95);
  const itsP50 = median(samples.reference);
  const itsP95 = percentile(samples.reference, 0.95);
  report(`p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
  report(`plain: p50 ${itsP50.toFixed(1)} ms, p95 ${itsP95.toFixed(1)} ms`);
  const common = { sense: 'at most' as const, unit: 'ms', samples, ...memory() };
  return [
    judge({ name: 'send-one', budget: 0.25, ours: p50, reference: itsP50, ...common }),
    // Against itself: how far the slow ones are from the usual one.
    judge({
      ...common,
      name: 'send-one/p95',
      budget: 2,
      ours: p95,
      reference: p50,
      samples: { ours: samples.ours, reference: samples.ours },
      referencePeakMemoryMegabytes: null,
    }),
  ];
}

/** One send, after a pause in which everybody comes to rest. */
async function sendIdle({ sink }: Bench, side: Side, person: number): Promise<number> {
  await delay(IDLE_MILLISECONDS);
  const send = { distributions: [[rowOf(person)]], inFlight: 1 };
  const { milliseconds } = await timeSends(side, sink, send);
  return milliseconds;
}

const IDLE_MILLISECONDS = 100;
