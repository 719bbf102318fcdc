import { builtProgram } from './built-program';
import { getOk } from './get-ok';
import { LOOPBACK } from './ports';
import { spawnPart, type PartOptions, type RunningPart, type StopStep } from './running-part';
import { sizeOf, waitUntilReady } from './wait-until-ready';

export interface CarrierOptions extends PartOptions {
  /** Of the simulated carrier alone: its parcels outlive it. */
  dataDir: string;
  port: number;
  /** Where the API takes what the carrier reports. */
  callbackUrl: string;
  stepSeconds: number;
  /** Has BESTOW_CARRIER_SECRET, which signs both ways. */
  environment: NodeJS.ProcessEnv;
}

/** Starts the simulated carrier (carrier/simulated-carrier-process.ts); resolves when it takes parcels. */
export async function startCarrier(options: CarrierOptions): Promise<RunningPart> {
  const { dataDir, port, callbackUrl, stepSeconds, environment, log, onSpawn, signal } = options;
  const logStart = sizeOf(log);
  const part = await spawnPart({
    name: 'carrier',
    command: process.execPath,
    args: [
      builtProgram('carrier/simulated-carrier-process'),
      ...[String(port), dataDir, callbackUrl, String(stepSeconds * 1_000)],
    ],
    ...{ environment, stopSteps: STOP_STEPS, log, onSpawn, signal },
  });
  const probe = () => getOk(`http://${LOOPBACK}:${port}/healthz`);
  await waitUntilReady(part, { probe, log, logStart, signal });
  return part;
}

const STOP_STEPS: StopStep[] = [{ signal: 'SIGTERM', patienceSeconds: 5 }];
