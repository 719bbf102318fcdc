import { judge, type Benchmark, watchMemory } from './benchmark';
import { millisecondsOf, takeRounds } from './measure/rounds';
import type { Side } from './measure/send';
import { median } from './measure/statistics';
import { startReference } from './reference/start-reference';
import { rowsOf } from './set-up/people';

/** One distribution of 500 rewards, by POST, against the code that does the same and nothing else. */
export const send500: Benchmark = {
  name: 'send-500',
  title: '500 rewards, POST to last mail accepted, against the bare code',
  run: async (bench) => {
    const { product, isQuick } = bench;
    await product.register(REWARDS);
    const bare = await startReference(bench, {
      name: 'bare',
      program: require.resolve('./reference/bare-process'),
      people: REWARDS,
    });
    const sides = {
      ours: { ...product, caller: product.createCaller(1) },
      bare: { ...bare, caller: bare.createCaller(1) },
    } satisfies Record<string, Side>;
    const memory = watchMemory({ ours: product.pid, reference: bare.pid });
    try {
      const samples = await takeRounds(bench, {
        sides,
        warmUpRounds: 4,
        rounds: isQuick ? 5 : 15,
        send: () => ({ distributions: [rowsOf(0, REWARDS)], inFlight: 1 }),
        figure: millisecondsOf,
        unit: 'ms',
      });
      return [
        judge({
          name: 'send-500',
          budget: 1.3,
          sense: 'at most',
          unit: 'ms',
          ours: median(samples.ours),
          reference: median(samples.bare),
          samples: { ours: samples.ours, reference: samples.bare },
          ...memory(),
        }),
      ];
    } finally {
      for (const { caller } of Object.values(sides)) caller.close();
      await bare.stop();
    }
  },
};

const REWARDS = 500;
