import { judge, type Benchmark, watchMemory } from './benchmark';
import { rateOf } from './measure/rounds';
import { type Sent, type Side, timeSends } from './measure/send';
import { median } from './measure/statistics';
import { rowsOf } from './set-up/people';

/** 100 distributions of 500 rewards each: the rate of one must hold for many. */
export const send50000: Benchmark = {
  name: 'send-50000',
  title: '50,000 rewards in 100 distributions, against the rate of one of 500',
  run: async ({ product, sink, isQuick, report }) => {
    const count = isQuick ? QUICK_DISTRIBUTIONS : DISTRIBUTIONS;
    report(`registering ${count * REWARDS} people`);
    await product.register(count * REWARDS);
    const caller = product.createCaller(IN_FLIGHT);
    const { untilIdle, analyze } = product;
    const side: Side = { caller, untilIdle, analyze };
    const sendOne = async (): Promise<number> => {
      const sent = await timeSends(side, sink, {
        distributions: [rowsOf(0, REWARDS)],
        inFlight: 1,
      });
      report(`one of ${REWARDS}: ${rateOf(sent).toFixed(0)} rewards/s`);
      return rateOf(sent);
    };
    try {
      for (let round = 0; round < WARM_UP_ROUNDS; round += 1) await sendOne();
      await analyze();
      // Half of them before and half after, since the machine may have become another.
      const reference: number[] = [];
      for (let round = 0; round < ROUNDS_AROUND; round += 1) reference.push(await sendOne());
      const memory = watchMemory({ ours: product.pid });
      const many: Sent = await timeSends(side, sink, {
        distributions: Array.from({ length: count }, (_, index) =>
          rowsOf(index * REWARDS, REWARDS),
        ),
        inFlight: IN_FLIGHT,
      });
      const peaks = memory();
      report(`${many.rewards}: ${rateOf(many).toFixed(0)} rewards/s`);
      for (let round = 0; round < ROUNDS_AROUND; round += 1) reference.push(await sendOne());
      return [
        judge({
          name: 'send-50000',
          budget: 0.9,
          sense: 'at least',
          unit: 'rewards/s',
          ours: rateOf(many),
          reference: median(reference),
          samples: { ours: [rateOf(many)], reference },
          ...peaks,
        }),
      ];
    } finally {
      caller.close();
    }
  },
};

const DISTRIBUTIONS = 100;
const QUICK_DISTRIBUTIONS = 20;
const REWARDS = 500;
/** An integrator who posts one file after another does not wait for the answer to the first. */
const IN_FLIGHT = 2;
const WARM_UP_ROUNDS = 4;
const ROUNDS_AROUND = 5;
