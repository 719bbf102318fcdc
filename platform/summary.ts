import type { Config } from '../config';
import type { ReadyFile } from './ready-file';

/** What the reader of the terminal needs now: where to look, how to sign in, how to stop. */
export function summary(ready: Omit<ReadyFile, 'pids'>, config: Config, seconds: number): string {
  const demo = (name: string) => {
    const value = ready.demo?.[name];
    return typeof value === 'string' ? value : undefined;
  };
  const login = (email?: string, password?: string) => email && password && `${email}  ${password}`;
  const page = config.BESTOW_PUBLIC_URL ?? ready.url;
  const rows: [string, string | null | undefined][] = [
    ['Page', page],
    ['API', `${page}/docs`],
    ['Inbox', ready.mailUrl && `${ready.mailUrl}  (every e-mail lands here)`],
    [
      'Carrier',
      config.BESTOW_CARRIER_URL ? null : `${ready.carrierUrl}  (choose what happens to parcels)`,
    ],
    ['Temporal', ready.temporalUrl],
    ['Admin', login(demo('adminEmail'), demo('adminPassword'))],
    ['Support', login(demo('supportEmail'), demo('supportPassword'))],
    ['Lead', login(demo('leadEmail'), demo('leadPassword'))],
    ['Finance', login(demo('financeEmail'), demo('financePassword'))],
    ['API key', demo('apiKey')],
  ];
  return [
    '',
    `Bestow is ready (${seconds.toFixed(1)} s)`,
    '',
    ...rows.filter(([, value]) => value).map(([label, value]) => `  ${label.padEnd(10)}${value}`),
    '',
    `Ctrl-C stops everything. Data and logs are in ${config.BESTOW_DATA_DIR}`,
  ].join('\n');
}
