import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import { type Benchmark, judge, type Result, watchMemory } from './benchmark';
import { clockMilliseconds } from './clock';
import { rateOf } from './measure/rounds';
import { timeSends } from './measure/send';
import { median } from './measure/statistics';
import { csvOf, rowsOf } from './set-up/people';

/** One file of 50,000: its rate against that of one send of 500, and how long its histories are. */
export const bulk50000: Benchmark = {
  name: 'bulk-50000',
  title: 'one file of 50,000 rows, against the rate of one send of 500',
  run: async ({ product, servers, sink, report }) => {
    await product.register(ROWS);
    const caller = product.createCaller(1);
    const { untilIdle, analyze } = product;
    const one = async (): Promise<number> =>
      rateOf(
        await timeSends({ caller, untilIdle, analyze }, sink, {
          distributions: [rowsOf(0, 500)],
          inFlight: 1,
        }),
      );
    try {
      for (let round = 0; round < 4; round += 1) await one();
      await analyze();
      const reference = [await one(), await one(), await one()];
      const memory = watchMemory({ ours: product.pid });
      const file = csvOf(rowsOf(0, ROWS).map((row) => ({ ...row, citation: 'Birthday' })));
      const draft = answer.parse(JSON.parse(await caller.upload('everybody.csv', file)));
      const arrived = await sink.expect(ROWS);
      const startedAt = clockMilliseconds();
      const sent = answer.parse(
        JSON.parse(await caller.postJson(`/drafts/${draft.id}/distribute`, { version: 1 })),
      );
      const { lastAtMilliseconds } = await arrived();
      await untilIdle();
      const rate = (ROWS / (lastAtMilliseconds - startedAt)) * 1_000;
      reference.push(await one(), await one(), await one());
      const histories = await measureHistories(servers.temporalAddress, sent.id);
      report(`${rate.toFixed(0)} rewards/s, ${JSON.stringify(histories)}`);
      const rates = judge({
        name: 'bulk-50000',
        budget: 0.9,
        sense: 'at least',
        unit: 'rewards/s',
        ours: rate,
        reference: median(reference),
        samples: { ours: [rate], reference },
        ...memory(),
      });
      return [
        rates,
        atMost('bulk-50000/children', histories.children, 100, 'children'),
        atMost('bulk-50000/events', histories.longest, 2_000, 'events'),
      ];
    } finally {
      caller.close();
    }
  },
};

const ROWS = 50_000;

const answer = z.object({ id: z.string() });

function atMost(name: string, ours: number, reference: number, unit: string): Result {
  const samples = { ours: [ours], reference: [reference] };
  const memory = { peakMemoryMegabytes: null, referencePeakMemoryMegabytes: null };
  return judge({ name, budget: 1, sense: 'at most', unit, ours, reference, samples, ...memory });
}

/** The run that carried the distribution and its children, found by their ids. */
async function measureHistories(
  temporalAddress: string,
  distributionId: string,
): Promise<{ children: number; parentEvents: number; longest: number }> {
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    const client = new Client({ connection });
    const parts = client.workflow.list({ query: `WorkflowType = 'dispatchPart'` });
    const lengths: number[] = [];
    let parentId: string | undefined;
    for await (const part of parts) {
      parentId = part.parentExecution?.workflowId ?? parentId;
      lengths.push(part.historyLength);
    }
    if (parentId === undefined) throw new Error(`${distributionId} went without parts`);
    const parent = await client.workflow.getHandle(parentId).describe();
    const parentEvents = parent.historyLength;
    return { children: lengths.length, parentEvents, longest: Math.max(parentEvents, ...lengths) };
  } finally {
    await connection.close();
  }
}
