import { forgetPeak, peakMemoryMegabytes } from './measure/peak-memory';
import type { Product } from './set-up/product';
import type { Servers } from './set-up/servers';
import type { Sink } from './set-up/sink';

/** A budget of DESIGN section 9, and how to find out whether it is kept. */
export interface Benchmark {
  name: string;
  /** What is measured, in a line for the reader. */
  title: string;
  run: (bench: Bench) => Promise<Result[]>;
}

/** What all benchmarks of a run share. */
export interface Bench {
  servers: Servers;
  sink: Sink;
  product: Product;
  /** Fewer samples, smaller sends: for a look, not for a verdict. */
  isQuick: boolean;
  report: (line: string) => void;
  /** Also stopped when the run is interrupted. */
  stopLater: (stop: () => Promise<void>) => void;
}

export interface Result {
  name: string;
  /** Of the medians, ours to the reference's, both from this run. */
  ratio: number;
  budget: number;
  /** `at most` where less is better, as of a time; `at least` where more is, as of a rate. */
  sense: 'at most' | 'at least';
  ok: boolean;
  ours: number;
  reference: number;
  unit: string;
  /** Of our process; null where the system does not tell. */
  peakMemoryMegabytes: number | null;
  referencePeakMemoryMegabytes: number | null;
  samples: { ours: number[]; reference: number[] };
}

/** The verdict on two figures. */
export function judge(
  measured: Omit<Result, 'ratio' | 'ok' | 'ours' | 'reference' | 'samples'> & {
    ours: number;
    reference: number;
    samples: Result['samples'];
  },
): Result {
  const ratio = measured.ours / measured.reference;
  const ok = measured.sense === 'at most' ? ratio <= measured.budget : ratio >= measured.budget;
  const { name, budget, sense, ours, reference, ...rest } = measured;
  return { name, ratio, budget, sense, ok, ours, reference, ...rest };
}

/** Watches the memory of processes from now on. */
export function watchMemory(pids: { ours: number; reference?: number }) {
  const watched = Object.values(pids);
  watched.forEach(forgetPeak);
  return () => ({
    peakMemoryMegabytes: peakMemoryMegabytes(pids.ours),
    referencePeakMemoryMegabytes:
      pids.reference === undefined ? null : peakMemoryMegabytes(pids.reference),
  });
}
