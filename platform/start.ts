import { readConfig } from '../config';
import { builtProgram } from './built-program';
import { inheritedEnvironment } from './inherited-environment';
import { runSupervisor } from './supervisor';

/** `npm start` */
async function start(): Promise<void> {
  // A reader of the progress that goes away (`npm start | head`) must not take the platform along.
  process.stdout.on('error', () => undefined);
  await runSupervisor({
    config: readConfig(),
    programs: {
      migrate: [builtProgram('db/migrate-command'), '--seed-demo'],
      app: [builtProgram('api/main')],
      worker: [builtProgram('worker')],
      bounces: [builtProgram('bounces/main')],
    },
    environment: inheritedEnvironment(),
    print: (line) => {
      console.log(line);
    },
  });
}

start().then(
  () => process.exit(0),
  (err: unknown) => {
    console.error(err instanceof Error ? err.message : err);
    process.exit(1);
  },
);
