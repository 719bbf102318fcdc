import { rmSync } from 'node:fs';
import { z } from 'zod';
import { readFileIfAny, writePrivateFile } from './private-files';

/** What ready.json tells (DESIGN, section 8). Addresses of parts that run elsewhere may be null. */
export interface ReadyFile {
  url: string;
  mailUrl: string | null;
  temporalUrl: string | null;
  temporalAddress: string;
  databaseUrl: string;
  smtpUrl: string;
  /** Where a mail server delivers what comes back; null when bounces are off. */
  bounceSmtpUrl: string | null;
  /** Of the simulated carrier also its page, where one chooses what happens to a parcel. */
  carrierUrl: string;
  /** `supervisor`, and each part that the supervisor runs. */
  pids: Record<string, number>;
  demo: Record<string, unknown> | null;
}

export function writeReadyFile(file: string, content: ReadyFile): void {
  writePrivateFile(file, `${JSON.stringify(content, null, 2)}\n`);
}

/** The address of the supervisor that wrote the file, when it is that one. */
export function readyUrl(file: string, supervisorPid: number): string | undefined {
  const content = readFileIfAny(file);
  if (content === undefined) return undefined;
  const ready = readyShape.parse(JSON.parse(content));
  return ready.pids.supervisor === supervisorPid ? ready.url : undefined;
}

const readyShape = z.object({ url: z.string(), pids: z.object({ supervisor: z.number() }) });

/** Removes the file that this supervisor wrote, and no later one's. */
export function removeReadyFile(file: string, supervisorPid: number): void {
  if (readyUrl(file, supervisorPid) !== undefined) rmSync(file, { force: true });
}
