import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The most memory that a process held since `forgetPeak`, in MB of resident set, as the kernel
 * kept it (proc(5): VmHWM); null where the system has no /proc.
 */
export function peakMemoryMegabytes(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024);
}

/** The peak begins anew: the API lives through all benchmarks of a run. */
export function forgetPeak(pid: number): void {
  // "5" resets the high-water mark, by proc(5).
  if (process.platform === 'linux') writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
