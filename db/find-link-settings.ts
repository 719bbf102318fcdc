import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Config } from '../config';
import { createLinkTokens, type LinkTokens } from './link-tokens';

/**
 * What the links of mails are made with: of the settings, else of the `npm start` that runs on this
 * data directory and on the same database. By another secret the mail would have a dead link.
 *
 * @throws Error naming the settings that are missing.
 */
export async function findLinkSettings(config: Config): Promise<LinkSettings> {
  const { BESTOW_SECRET: secret, BESTOW_PUBLIC_URL: publicUrl } = config;
  if (secret !== undefined && publicUrl !== undefined) return linkSettings(secret, publicUrl);
  try {
    const own = readyShape.parse(JSON.parse(await readKept(config, 'ready.json')));
    const { DATABASE_URL = own.databaseUrl } = config;
    if (DATABASE_URL !== own.databaseUrl) throw new Error('It runs on another database');
    return linkSettings(secret ?? (await readKept(config, 'secret')), publicUrl ?? own.url);
  } catch (cause) {
    throw new Error(HOW_TO_TELL, { cause });
  }
}

export interface LinkSettings {
  /** Without a slash at its end. */
  publicUrl: string;
  linkTokens: LinkTokens;
}

const HOW_TO_TELL =
  'Links cannot be made: set BESTOW_SECRET and BESTOW_PUBLIC_URL as the API has them, ' +
  'or run npm start on this data directory first.';

const readyShape = z.object({ url: z.string(), databaseUrl: z.string() });

function linkSettings(secret: string, publicUrl: string): LinkSettings {
  return { publicUrl: publicUrl.replace(/\/$/, ''), linkTokens: createLinkTokens(secret) };
}

async function readKept({ BESTOW_DATA_DIR }: Config, file: string): Promise<string> {
  return (await readFile(path.join(BESTOW_DATA_DIR, file), 'utf8')).trim();
}
