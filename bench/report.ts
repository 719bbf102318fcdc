import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Result } from './benchmark';

/** What `--json` prints and what bench/results/ keeps: results with the machine they are from. */
export async function createReport(results: readonly Result[]): Promise<Report> {
  return {
    date: new Date().toISOString(),
    commit: await describeCommit(),
    machine: {
      name: machineName(),
      cores: cpus().length,
      model: cpuModel(),
      memoryGigabytes: Math.round(totalmem() / 2 ** 30),
      platform: `${process.platform} ${process.arch}`,
      node: process.version,
    },
    results: results.map(rounded),
  };
}

export interface Report {
  date: string;
  /** With `-dirty` when the checkout differs from it; null outside of a checkout. */
  commit: string | null;
  machine: {
    name: string;
    cores: number;
    model: string;
    memoryGigabytes: number;
    platform: string;
    node: string;
  };
  results: Result[];
}

/** @returns the file */
export async function writeReport(report: Report): Promise<string> {
  const folder = path.join(CHECKOUT, 'bench', 'results');
  await mkdir(folder, { recursive: true });
  const second = report.date.slice(0, 19).replaceAll(':', '');
  const file = path.join(folder, `${second}-${report.machine.name}.json`);
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
  return path.relative(process.cwd(), file);
}

/** dist/bench/report.js stands two folders below the checkout. */
const CHECKOUT = path.dirname(path.dirname(__dirname));

export function printTable({ results }: Report): void {
  console.table(
    Object.fromEntries(
      results.map((result) => [
        result.name,
        {
          ours: `${figure(result.ours)} ${result.unit}`,
          reference: `${figure(result.reference)} ${result.unit}`,
          ratio: result.ratio,
          budget: `${result.sense} ${result.budget}`,
          ok: result.ok ? 'yes' : 'NO',
          'our MB': result.peakMemoryMegabytes,
          'its MB': result.referencePeakMemoryMegabytes,
          samples: result.samples.ours.length,
        },
      ]),
    ),
  );
}

function rounded(result: Result): Result {
  const { ours, reference } = result.samples;
  return {
    ...result,
    ratio: Number(result.ratio.toFixed(3)),
    ours: round(result.ours),
    reference: round(result.reference),
    samples: { ours: ours.map(round), reference: reference.map(round) },
  };
}

function round(value: number): number {
  return Number(value.toFixed(2));
}

function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}

function cpuModel(): string {
  return cpus()[0]?.model.trim() ?? 'unknown';
}

/** For the name of a file: not the host's name, which is nobody's business. */
function machineName(): string {
  const model = cpuModel().replaceAll(/\((R|TM)\)|CPU|Processor|@.*/gi, ' ');
  const words = model.toLowerCase().match(/[a-z0-9.]+/g) ?? ['unknown'];
  return [`${cpus().length}x`, ...words].join('-');
}

async function describeCommit(): Promise<string | null> {
  const git = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)('git', ['--no-optional-locks', ...args], {
      cwd: CHECKOUT,
    });
    return stdout.trim();
  };
  try {
    const isDirty = (await git('status', '--porcelain', '--', '.', ':!bench/results')) !== '';
    return `${await git('rev-parse', 'HEAD')}${isDirty ? '-dirty' : ''}`;
  } catch (error) {
    if (error instanceof Error) return null; // No git, or no checkout.
    throw error;
  }
}
