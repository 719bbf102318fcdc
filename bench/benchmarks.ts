import type { Benchmark } from './benchmark';
import { send500 } from './send-500';
import { send50000 } from './send-50000';
import { sendOne } from './send-one';
import { sendSingles } from './send-singles';

/** All benchmarks, in the order of a run. */
export const benchmarks: readonly Benchmark[] = [sendOne, send500, sendSingles, send50000];
