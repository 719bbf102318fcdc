import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createSimulatedCarrier } from './simulated-carrier';

/**
 * The demo's carrier as a process of its own. Arguments: its port, its folder, the address that its
 * callbacks go to, and milliseconds between two things that happen. The secret is in the environment,
 * where `ps` does not show it.
 */
function main([port = '', folder = '', callbackUrl = '', step = '']: string[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // eslint-disable-next-line no-restricted-properties -- handed over by who spawns it, as an argument
  const secret = process.env['BESTOW_CARRIER_SECRET'] ?? '';
  const carrier = createSimulatedCarrier({
    ...{ callbackUrl, secret, stepMilliseconds: Number(step) },
    file: path.join(folder, 'shipments.json'),
    log: (line) => void process.stdout.write(`${line}\n`),
  });
  carrier.server.listen(Number(port), '127.0.0.1');
  process.once('SIGTERM', () => {
    carrier.stop();
    process.exit(0);
  });
}

main(process.argv.slice(2));
