import { mkdirSync } from 'node:fs';
import { builtProgram } from './built-program';
import { getOk } from './get-ok';
import { LOOPBACK } from './ports';
import { spawnPart, type PartOptions, type RunningPart, type StopStep } from './running-part';
import { sizeOf, waitUntilReady } from './wait-until-ready';

export interface MailOptions extends PartOptions {
  /** Of the mail catcher alone. Without it the mails go when it goes, for tests. */
  dataDir?: string | undefined;
  smtpPort: number;
  webPort: number;
}

/** Starts the mail catcher (./mail-process.ts) and resolves when it takes mail and shows it. */
export async function startMail(
  options: MailOptions,
): Promise<RunningPart & { smtpUrl: string; mailUrl: string }> {
  const { dataDir, smtpPort, webPort, log, onSpawn, signal } = options;
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const logStart = sizeOf(log);
  const part = await spawnPart({
    name: 'mail',
    command: process.execPath,
    args: [
      builtProgram('platform/mail-process'),
      String(smtpPort),
      String(webPort),
      ...(dataDir === undefined ? [] : [dataDir]),
    ],
    stopSteps: STOP_STEPS,
    log,
    onSpawn,
    signal,
  });
  const mailUrl = `http://${LOOPBACK}:${webPort}`;
  // SMTP listens before the pages do.
  await waitUntilReady(part, {
    probe: () => getOk(`${mailUrl}/api/healthz`),
    log,
    logStart,
    signal,
  });
  return { ...part, smtpUrl: `smtp://${LOOPBACK}:${smtpPort}`, mailUrl };
}

const STOP_STEPS: StopStep[] = [{ signal: 'SIGTERM', patienceSeconds: 5 }];
