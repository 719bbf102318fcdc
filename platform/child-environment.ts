import { createHmac } from 'node:crypto';
import type { Config } from '../config';
import type { Addresses } from './addresses';
import { dataDirFiles } from './data-dir-files';
import { keptSecret } from './private-files';

/** What the app, its workers and the migrations are told by their environment. */
export function childEnvironment({
  config,
  addresses,
  databaseUrl,
  appPort,
  inherited,
}: {
  config: Config;
  addresses: Addresses;
  databaseUrl: string;
  appPort: number;
  inherited: NodeJS.ProcessEnv;
}): NodeJS.ProcessEnv {
  const dataDir = config.BESTOW_DATA_DIR;
  const secret = config.BESTOW_SECRET ?? keptSecret(dataDirFiles(dataDir).secret);
  return {
    // The demo has no bank, so its own provider takes payments; a database of somebody's own is no demo.
    BESTOW_TEST_PAYMENTS: String(isDemo(config)),
    // Whoever tries webhooks has the receiver on the same machine.
    BESTOW_WEBHOOKS_PRIVATE_ADDRESSES: String(isDemo(config)),
    ...inherited,
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: addresses.temporalAddress,
    ...(addresses.temporalUrl !== null && { TEMPORAL_UI_URL: addresses.temporalUrl }),
    SMTP_URL: addresses.smtpUrl,
    ...(addresses.bounceDomain !== null &&
      addresses.bounceSmtpUrl !== null && {
        BESTOW_BOUNCE_DOMAIN: addresses.bounceDomain,
        BESTOW_BOUNCE_HOST: config.BESTOW_BOUNCE_HOST,
        BESTOW_BOUNCE_PORT: new URL(addresses.bounceSmtpUrl).port,
      }),
    BESTOW_PORT: String(appPort),
    BESTOW_HOST: config.BESTOW_HOST,
    BESTOW_PUBLIC_URL: addresses.publicUrl,
    BESTOW_DATA_DIR: dataDir,
    BESTOW_SECRET: secret,
    BESTOW_CARRIER_URL: addresses.carrierUrl,
    // A carrier that was asked for by its address has a secret of its own, or none.
    ...(config.BESTOW_CARRIER_URL === undefined && {
      BESTOW_CARRIER_SECRET:
        config.BESTOW_CARRIER_SECRET ??
        createHmac('sha256', secret).update('carrier').digest('base64url'),
    }),
  };
}

function isDemo({ DATABASE_URL, BESTOW_STRIPE_SECRET_KEY }: Config): boolean {
  return DATABASE_URL === undefined && BESTOW_STRIPE_SECRET_KEY === undefined;
}
