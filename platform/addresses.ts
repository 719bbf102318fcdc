import type { Config } from '../config';
import { LOOPBACK } from './ports';
import type { PartPorts } from './remembered-ports';

/** Where everything but the database answers; known before it is started. */
export interface Addresses {
  /** Of the page, from this machine. */
  url: string;
  /** Of the page, as its readers see it: in e-mails and links. */
  publicUrl: string;
  temporalAddress: string;
  temporalUrl: string | null;
  smtpUrl: string;
  mailUrl: string | null;
  /** Where mails come back to, from this machine; null when none does. */
  bounceSmtpUrl: string | null;
  bounceDomain: string | null;
  carrierUrl: string;
}

export function addressesOf(config: Config, appPort: number, ports: PartPorts): Addresses {
  const url = `http://${reachableHost(config.BESTOW_HOST)}:${appPort}`;
  const ui = config.TEMPORAL_ADDRESS ? null : `http://${LOOPBACK}:${ports.temporalUi}`;
  return {
    url,
    publicUrl: config.BESTOW_PUBLIC_URL ?? url,
    temporalAddress: config.TEMPORAL_ADDRESS ?? `${LOOPBACK}:${ports.temporal}`,
    temporalUrl: config.TEMPORAL_UI_URL ?? ui,
    smtpUrl: config.SMTP_URL ?? `smtp://${LOOPBACK}:${ports.smtp}`,
    ...bounceAddressOf(config, ports),
    mailUrl: config.SMTP_URL ? null : `http://${LOOPBACK}:${ports.mail}`,
    carrierUrl: config.BESTOW_CARRIER_URL ?? `http://${LOOPBACK}:${ports.carrier}`,
  };
}

/** Mails of the embedded inbox come back to an example; those of a real server to a domain that is set. */
function bounceAddressOf(
  config: Config,
  ports: PartPorts,
): Pick<Addresses, 'bounceSmtpUrl' | 'bounceDomain'> {
  const bounceDomain = config.BESTOW_BOUNCE_DOMAIN ?? (config.SMTP_URL ? null : EXAMPLE_DOMAIN);
  if (bounceDomain === null) return { bounceDomain, bounceSmtpUrl: null };
  const port = config.BESTOW_BOUNCE_PORT ?? ports.bounces;
  return {
    bounceDomain,
    bounceSmtpUrl: `smtp://${reachableHost(config.BESTOW_BOUNCE_HOST)}:${port}`,
  };
}

const EXAMPLE_DOMAIN = 'bounces.bestow.example';

/** "All addresses of this machine" is none that can be called. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0') return LOOPBACK;
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
