import { readBytes, type ReadOptions, type ReadResult } from './read-bytes';

/** What a thread of the reader runs (read-file.ts): one file at a time. */
export default async function readInThread(task: ReadTask): Promise<ReadResult> {
  return readBytes(task.bytes, task.options);
}

export interface ReadTask {
  bytes: Uint8Array;
  options: ReadOptions;
}
