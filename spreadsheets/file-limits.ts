export interface FileLimits {
  fileBytes: number;
  unpackedBytes: number;
  zipEntries: number;
  columns: number;
  /** Longer texts are cut; no field of a reward may be nearly as long, so its row has an issue. */
  cellCharacters: number;
  deadlineMilliseconds: number;
  threadHeapMegabytes: number;
}

const MEGABYTE = 1024 * 1024;

export const defaultFileLimits: FileLimits = {
  fileBytes: 5 * MEGABYTE,
  // A workbook of 50,000 rewards unpacks to about 15 MB.
  unpackedBytes: 50 * MEGABYTE,
  zipEntries: 1_000,
  columns: 200,
  cellCharacters: 10_000,
  // Fifty megabytes of XML take about two seconds.
  deadlineMilliseconds: 4_000,
  // Fifty thousand rows are read in less than 96.
  threadHeapMegabytes: 128,
};
