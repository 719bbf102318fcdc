import type { Benchmark } from './benchmark';
import { firstPage } from './first-page';
import { list100000 } from './list-100000';
import { preview500, preview50000 } from './preview';
import { bulk500 } from './bulk-500';
import { bulk50000 } from './bulk-50000';
import { send500 } from './send-500';
import { send50000 } from './send-50000';
import { sendOne } from './send-one';
import { sendSingles } from './send-singles';
import { statement } from './statement';

/** All benchmarks, in the order of a run. */
export const benchmarks: readonly Benchmark[] = [
  sendOne,
  send500,
  bulk500,
  preview500,
  preview50000,
  sendSingles,
  send50000,
  bulk50000,
  firstPage,
  list100000,
  // Last: ten million rows make the checkpoints of all others longer.
  statement,
];
