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

/**
 * What of its resident set is files, in MB: the programs and libraries that every process of Node on the
 * machine shares, and that the kernel can drop at any time (proc(5): RssFile); 0 where there is no /proc.
 */
export function fileMemoryMegabytes(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const kilobytes = /^RssFile:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes ?? 0) / 1024);
}

/** The peak begins anew: the API lives through all benchmarks of a run. */
export function forgetPeak(pid: number): void {
  // "5" resets the high-water mark, by proc(5).
  if (process.platform === 'linux') writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
