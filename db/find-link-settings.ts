import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Config } from '../config';
import { createLinkTokens, type LinkTokens } from './link-tokens';

/**
 * What the links of mails are made with: of the settings, else of the `npm start` that runs on this
 * data directory.
 *
 * @throws Error naming the setting that is missing.
 */
export async function findLinkSettings(config: Config): Promise<LinkSettings> {
  const secret = config.BESTOW_SECRET ?? (await readKept(config, 'secret', 'BESTOW_SECRET')).trim();
  const publicUrl = config.BESTOW_PUBLIC_URL ?? (await findOwnUrl(config));
  return { publicUrl: publicUrl.replace(/\/$/, ''), linkTokens: createLinkTokens(secret) };
}

export interface LinkSettings {
  /** Without a slash at its end. */
  publicUrl: string;
  linkTokens: LinkTokens;
}

async function findOwnUrl(config: Config): Promise<string> {
  const ready: unknown = JSON.parse(await readKept(config, 'ready.json', 'BESTOW_PUBLIC_URL'));
  return z.object({ url: z.string() }).parse(ready).url;
}

async function readKept(config: Config, file: string, setting: string): Promise<string> {
  try {
    return await readFile(path.join(config.BESTOW_DATA_DIR, file), 'utf8');
  } catch (error) {
    const remedy = 'as the API has it, or run npm start on this data directory first.';
    throw new Error(`Links cannot be made: set ${setting}, ${remedy}`, { cause: error });
  }
}
