import { connect, type IncomingHttpHeaders } from 'node:http2';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { LOOPBACK } from './ports';
import { spawnPart, type PartOptions, type RunningPart, type StopStep } from './running-part';
import { findTemporalBinary } from './temporal-binary';
import { sizeOf, waitUntilReady } from './wait-until-ready';

export interface TemporalOptions extends PartOptions {
  /** Of Temporal alone. Without it the server keeps everything in memory, for tests. */
  dataDir?: string | undefined;
  port: number;
  uiPort: number;
  /** Of the server, over its own: Temporal's dynamic configuration by key. */
  settings?: Readonly<Record<string, number>>;
  /** Told what takes long when the server must be fetched first. */
  report?: ((line: string) => void) | undefined;
}

/** Starts the Temporal dev server with its UI and resolves when the namespace `default` answers. */
export async function startTemporal(
  options: TemporalOptions,
): Promise<RunningPart & { address: string; uiUrl: string }> {
  const { log, onSpawn, signal, dataDir, port, uiPort } = options;
  const command = await findTemporalBinary(options);
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const logStart = sizeOf(log);
  const part = await spawnPart({
    name: 'temporal',
    command,
    args: serverArguments(options),
    // Without TEMPORAL_ADDRESS and its like, which are for clients and would confuse the server.
    environment: { HOME: homedir() },
    stopSteps: STOP_STEPS,
    log,
    onSpawn,
    signal,
  });
  await waitUntilReady(part, { probe: () => describeNamespace(port), log, logStart, signal });
  return { ...part, address: `${LOOPBACK}:${port}`, uiUrl: `http://${LOOPBACK}:${uiPort}` };
}

/** A clean stop takes 2.6 s, whatever the load. */
const STOP_STEPS: StopStep[] = [{ signal: 'SIGTERM', patienceSeconds: 10 }];

function serverArguments({ dataDir, port, uiPort, settings = {} }: TemporalOptions): string[] {
  const database =
    dataDir === undefined ? [] : ['--db-filename', path.join(dataDir, 'temporal.db')];
  return [
    ...['server', 'start-dev', '--namespace', NAMESPACE, '--log-level', 'warn'],
    ...['--ip', LOOPBACK, '--port', String(port)],
    ...['--ui-ip', LOOPBACK, '--ui-port', String(uiPort)],
    ...database,
    // 40–45 one-activity workflows a second instead of 18–26; a crash of the process loses nothing.
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
    ...Object.entries({ ...EAGER, ...settings }).flatMap(([key, value]) => [
      '--dynamic-config-value',
      `${key}=${value}`,
    ]),
    ...SEARCH_ATTRIBUTES.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
  ];
}

/** The first task comes back with the start itself, and an activity with the task that asked for it. */
const EAGER = {
  'system.enableEagerWorkflowStart': true,
  'system.enableActivityEagerExecution': true,
};

const NAMESPACE = 'default';
/** What the long workflows carry for their operators (DESIGN, section 5). */
const SEARCH_ATTRIBUTES = [
  'CompanyId',
  'DistributionId',
  'Method',
  'DistributionStatus',
  'TicketStatus',
  'OrderStatus',
  'RechargeStatus',
  'ApprovalStatus',
];

/**
 * Asks the server for its namespace, by hand: @temporalio/client would take 0.3 s to load, three
 * times what the server takes to start. gRPC is HTTP/2 with five bytes before the message, which is
 * field 1, a string; its outcome is the trailer grpc-status.
 */
async function describeNamespace(port: number): Promise<void> {
  const request = Buffer.from([0, 0, 0, 0, NAMESPACE.length + 2, 0x0a, NAMESPACE.length]);
  const session = connect(`http://${LOOPBACK}:${port}`);
  try {
    await new Promise<void>((resolve, reject) => {
      session.once('error', reject);
      const stream = session.request({
        ':method': 'POST',
        ':path': '/temporal.api.workflowservice.v1.WorkflowService/DescribeNamespace',
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      stream.once('error', reject);
      stream.once('trailers', (trailers: IncomingHttpHeaders) => {
        if (trailers['grpc-status'] === '0') resolve();
        else reject(new Error(`grpc-status ${String(trailers['grpc-status'])}`));
      });
      stream.once('close', () => {
        reject(new Error('closed without an answer'));
      });
      stream.resume().end(Buffer.concat([request, Buffer.from(NAMESPACE)]));
    });
  } finally {
    session.destroy();
  }
}
