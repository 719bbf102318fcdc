import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Config } from '../config';

/** DATABASE_URL, or the database of the `npm start` that runs on this data directory. */
export async function findDatabaseUrl(config: Config): Promise<string> {
  if (config.DATABASE_URL !== undefined) return config.DATABASE_URL;
  const file = path.join(config.BESTOW_DATA_DIR, 'ready.json');
  try {
    const ready: unknown = JSON.parse(await readFile(file, 'utf8'));
    return z.object({ databaseUrl: z.string() }).parse(ready).databaseUrl;
  } catch (error) {
    const remedy = 'Set DATABASE_URL, or run npm start on this data directory first.';
    throw new Error(`No database: ${remedy}`, { cause: error });
  }
}
