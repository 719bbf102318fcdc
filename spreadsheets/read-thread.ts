import { packRows } from '../domain/packed-rows';
import { readBytes, type ReadOptions } from './read-bytes';
import type { FileProblem } from './file-refused';
import type { SheetSource } from './sheet';

/** What a thread of the reader runs (read-file.ts): one file at a time. */
export default async function readInThread(task: ReadTask): Promise<ThreadAnswer> {
  const read = await readBytes(task.bytes, task.options);
  if (!read.ok) return read;
  return { ok: true, source: read.sheet.source, packedRows: packRows(read.sheet.rows) };
}

export interface ReadTask {
  bytes: Uint8Array;
  options: ReadOptions;
}

/** Rows go as one text: objects would be copied one by one, in three times the memory. */
export type ThreadAnswer =
  { ok: true; source: SheetSource; packedRows: string } | { ok: false; problem: FileProblem };
