import { writeTable } from '../spreadsheets/write-table';
import { type Bench, type Benchmark, judge, type Result, watchMemory } from './benchmark';
import { fileMemoryMegabytes } from './measure/peak-memory';
import { clockMilliseconds } from './clock';
import { median } from './measure/statistics';
import type { Caller } from './set-up/caller';
import { csvOf, type Row, rowsOf } from './set-up/people';

/** From the upload of a file to its preview: what somebody waits for who looks at a form. */
export const preview500: Benchmark = {
  name: 'preview-500',
  title: 'upload of 500 rows to their preview, as XLSX and as CSV, against 200 ms',
  run: async (bench) => {
    await bench.product.register(500);
    const rows = rowsOf(0, 500);
    const files: [string, Buffer][] = [
      ['team.xlsx', await workbookOf(rows)],
      ['team.csv', csvOf(rows)],
    ];
    const results: Result[] = [];
    for (const [fileName, content] of files) {
      const samples = await timeUploads(bench, fileName, content, bench.isQuick ? 10 : 40);
      results.push(against('preview-500', fileName, samples, 200, bench));
    }
    const [slowest] = [...results].sort((a, b) => b.ratio - a.ratio);
    return slowest ? [{ ...slowest, name: 'preview-500' }, ...results] : results;
  },
};

export const preview50000: Benchmark = {
  name: 'preview-50000',
  title: 'upload of 50,000 CSV rows to their preview, against 3 s and 300 MB',
  run: async (bench) => {
    await bench.product.register(50_000);
    const content = csvOf(rowsOf(0, 50_000).map((row) => ({ ...row, citation: 'Birthday' })));
    await bench.product.analyze();
    const memory = watchMemory({ ours: bench.product.pid });
    const before = memory().peakMemoryMegabytes ?? 0;
    const files = fileMemoryMegabytes(bench.product.pid);
    const samples = await timeUploads(bench, 'everybody.csv', content, bench.isQuick ? 2 : 5);
    const peaks = memory();
    const resident = `${before} MB before, at most ${peaks.peakMemoryMegabytes} MB meanwhile`;
    bench.report(`${resident}; ${files} MB of both are program files, which processes share`);
    const time = against('preview-50000', 'everybody.csv', samples, 3_000, bench);
    const megabytes = (peaks.peakMemoryMegabytes ?? 0) - files;
    const space = judge({
      name: 'preview-50000/memory',
      budget: 1,
      sense: 'at most',
      unit: 'MB',
      ours: megabytes,
      reference: 300,
      samples: { ours: [megabytes], reference: [300] },
      ...peaks,
    });
    return [time, space];
  },
};

const WARM_UPS = 3;

async function timeUploads(
  { product, report }: Bench,
  fileName: string,
  content: Buffer,
  rounds: number,
): Promise<number[]> {
  const caller: Caller = product.createCaller(1);
  const samples: number[] = [];
  try {
    for (let round = 1 - WARM_UPS; round <= rounds; round += 1) {
      const startedAt = clockMilliseconds();
      await caller.upload(fileName, content);
      if (round > 0) samples.push(clockMilliseconds() - startedAt);
    }
  } finally {
    caller.close();
  }
  report(`${fileName}: ${median(samples).toFixed(0)} ms`);
  return samples;
}

function against(
  name: string,
  fileName: string,
  samples: number[],
  milliseconds: number,
  { product }: Bench,
): Result {
  return judge({
    name: `${name}/${fileName}`,
    budget: 1,
    sense: 'at most',
    unit: 'ms',
    ours: median(samples),
    reference: milliseconds,
    samples: { ours: samples, reference: [milliseconds] },
    ...watchMemory({ ours: product.pid })(),
  });
}

function workbookOf(rows: readonly Row[]): Promise<Buffer> {
  return writeTable('xlsx', {
    sheetName: 'Recipients',
    columns: [
      { heading: 'Name', kind: 'text' },
      { heading: 'E-mail', kind: 'text' },
      { heading: 'Points', kind: 'number' },
      { heading: 'Citation', kind: 'text' },
    ],
    rows: rows.map(({ name, email, points, citation }) => [name, email, points, citation]),
  });
}
