import { type Bench, judge, type Benchmark, type Result, watchMemory } from './benchmark';
import { rateOf, takeRounds } from './measure/rounds';
import { median } from './measure/statistics';
import { type Reference, startReference } from './reference/start-reference';
import { rowOf } from './set-up/people';

/** 50 callers, each sending to one recipient after another, against two other durable engines. */
export const sendSingles: Benchmark = {
  name: 'send-singles',
  title: `single sends from 50 callers at once, against DBOS and graphile-worker`,
  run: async (bench) => {
    await bench.product.register(PEOPLE);
    const references: Reference[] = [];
    try {
      const dbos = await startReference(bench, {
        name: 'dbos',
        program: require.resolve('./reference/dbos-process'),
        people: PEOPLE,
      });
      references.push(dbos);
      const graphileWorker = await startReference(bench, {
        name: 'graphile_worker',
        program: require.resolve('./reference/graphile-worker-process'),
        people: PEOPLE,
      });
      references.push(graphileWorker);
      return await compare(bench, dbos, graphileWorker);
    } finally {
      for (const reference of references) await reference.stop();
    }
  },
};

const CALLERS = 50;
const PEOPLE = 1_000;
const SENDS = 1_000;
const QUICK_SENDS = 500;

async function compare(bench: Bench, dbos: Reference, graphile: Reference): Promise<Result[]> {
  const { product, isQuick } = bench;
  const sides = [product, dbos, graphile].map((side) => ({
    caller: side.createCaller(CALLERS),
    untilIdle: side.untilIdle,
    analyze: side.analyze,
  }));
  const [ours, itsDbos, itsGraphile] = sides;
  if (!ours || !itsDbos || !itsGraphile) throw new Error('Three sides');
  const memory = {
    dbos: watchMemory({ ours: product.pid, reference: dbos.pid }),
    graphile: watchMemory({ ours: product.pid, reference: graphile.pid }),
  };
  try {
    const sends = isQuick ? QUICK_SENDS : SENDS;
    const distributions = Array.from({ length: sends }, (_, index) => [rowOf(index % PEOPLE)]);
    const samples = await takeRounds(bench, {
      sides: { ours, dbos: itsDbos, 'graphile-worker': itsGraphile },
      warmUpRounds: 2,
      rounds: isQuick ? 3 : 5,
      send: () => ({ distributions, inFlight: CALLERS }),
      figure: rateOf,
      unit: 'sends/s',
    });
    const against = (name: string, reference: number[], peaks: () => Peaks): Result =>
      judge({
        name,
        budget: 1.5,
        sense: 'at least',
        unit: 'sends/s',
        ours: median(samples.ours),
        reference: median(reference),
        samples: { ours: samples.ours, reference },
        ...peaks(),
      });
    const both = [
      against('send-singles/dbos', samples.dbos, memory.dbos),
      against('send-singles/graphile-worker', samples['graphile-worker'], memory.graphile),
    ];
    // The budget is against the better of the two.
    const [hardest] = [...both].sort((a, b) => a.ratio - b.ratio);
    return hardest ? [{ ...hardest, name: 'send-singles' }, ...both] : both;
  } finally {
    for (const { caller } of sides) caller.close();
  }
}

type Peaks = Pick<Result, 'peakMemoryMegabytes' | 'referencePeakMemoryMegabytes'>;
