import { z } from 'zod';
import { draftConfirmations } from '../contracts/drafts';
import { judge, type Benchmark, watchMemory } from './benchmark';
import { millisecondsOf, takeRounds } from './measure/rounds';
import type { Side } from './measure/send';
import { median } from './measure/statistics';
import { startReference } from './reference/start-reference';
import { csvOf, rowsOf } from './set-up/people';

/** A file of 500 rows, from the confirmation of its draft to the last mail, against the bare code. */
export const bulk500: Benchmark = {
  name: 'bulk-500',
  title: '500 rows of a file, confirmation to last mail accepted, against the bare code',
  run: async (bench) => {
    const { product, isQuick } = bench;
    await product.register(REWARDS);
    const bare = await startReference(bench, {
      name: 'bare_bulk',
      program: require.resolve('./reference/bare-process'),
      people: REWARDS,
    });
    const caller = product.createCaller(1);
    const drafts: { id: string; version: number }[] = [];
    const ours: Side = {
      untilIdle: product.untilIdle,
      analyze: product.analyze,
      prepare: async (distributions) => {
        for (const rows of distributions) {
          drafts.push(draft.parse(JSON.parse(await caller.upload('team.csv', csvOf(rows)))));
        }
      },
      caller: {
        post: async () => {
          const next = drafts.shift();
          if (next === undefined) throw new Error('There is no draft to distribute');
          // The same file again and again: an admin would be asked, and would mean it.
          const body = { version: next.version, confirm: draftConfirmations };
          await caller.postJson(`/drafts/${next.id}/distribute`, body);
        },
      },
    };
    const reference = bare.createCaller(1);
    const memory = watchMemory({ ours: product.pid, reference: bare.pid });
    try {
      const samples = await takeRounds(bench, {
        sides: { ours, bare: { ...bare, caller: reference } },
        warmUpRounds: 4,
        rounds: isQuick ? 5 : 15,
        send: () => ({ distributions: [rowsOf(0, REWARDS)], inFlight: 1 }),
        figure: millisecondsOf,
        unit: 'ms',
      });
      return [
        judge({
          name: 'bulk-500',
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
      caller.close();
      reference.close();
      await bare.stop();
    }
  },
};

const REWARDS = 500;

const draft = z.object({ id: z.string(), version: z.int() });
