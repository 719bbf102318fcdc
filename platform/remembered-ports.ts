import { z } from 'zod';
import { readFileIfAny, writePrivateFile } from './private-files';
import { drawFreePort, isPortFree } from './ports';

const NAMES = ['postgres', 'temporal', 'temporalUi', 'smtp', 'mail', 'bounces', 'carrier'] as const;
export type PartPorts = Record<(typeof NAMES)[number], number>;

/**
 * A port for each part: the one of the last time when it is free, so that bookmarks and open tabs
 * go on working, else a new one, which is remembered.
 */
export async function rememberedPorts(file: string): Promise<PartPorts> {
  const content = readFileIfAny(file);
  const remembered = content === undefined ? {} : portsShape.parse(JSON.parse(content));
  const taken = new Set<number>();
  const ports: PartPorts = {
    postgres: 0,
    temporal: 0,
    temporalUi: 0,
    smtp: 0,
    mail: 0,
    bounces: 0,
    carrier: 0,
  };
  for (const name of NAMES) {
    const last = remembered[name];
    const isUsable = last !== undefined && !taken.has(last) && (await isPortFree(last));
    const port = isUsable ? last : await drawFreePort(taken);
    taken.add(port);
    ports[name] = port;
  }
  writePrivateFile(file, `${JSON.stringify({ ...remembered, ...ports }, null, 2)}\n`);
  return ports;
}

const portsShape = z.record(z.string(), z.number());
