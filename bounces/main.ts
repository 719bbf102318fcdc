import { createBounceAddresses } from './bounce-addresses';
import { readConfig } from '../config';
import { recordBounce } from '../db/record-bounce';
import { createLogger } from '../log';
import { keepTemporal } from '../temporal/keep-temporal';
import { tellOfBounce } from '../temporal/wake-long-road';
import { createPlatformDatabase, required } from '../worker';
import { listenForBounces } from './listener';
import { createBounceTaker } from './take-bounce';

/** The process that takes back mails: a public port and hostile input, apart from everything else. */
async function main(): Promise<void> {
  const config = readConfig();
  const log = createLogger(config, 'bounces');
  const db = createPlatformDatabase(config);
  const temporal = keepTemporal({ config, log, createWorker: undefined });
  const take = createBounceTaker({
    record: (bounce) => recordBounce(db, bounce),
    tell: async (distributionId) => {
      const client = temporal.client();
      if (client === undefined) throw new Error('Temporal is away');
      await tellOfBounce(client, config.BESTOW_TASK_QUEUE, distributionId);
    },
    log,
  });
  const listener = await listenForBounces({
    host: config.BESTOW_BOUNCE_HOST,
    port: required(config, 'BESTOW_BOUNCE_PORT'),
    addresses: createBounceAddresses({
      secret: required(config, 'BESTOW_SECRET'),
      domain: required(config, 'BESTOW_BOUNCE_DOMAIN'),
    }),
    log,
    take,
  });
  log.info({ port: listener.port }, 'Listening for what comes back');
  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'Stopping');
    await listener.close();
    await temporal.stop();
    await db.destroy();
  };
  process.once('SIGTERM', (signal) => void stop(signal));
  process.once('SIGINT', (signal) => void stop(signal));
}

void main();
