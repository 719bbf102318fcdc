import { reconcile } from './reconcile';
import { runCommand } from './run-command';

/** `npm run reconcile`: prints each difference, and ends with 1 when there is any. */
runCommand(async (db) => {
  const differences = await reconcile(db);
  if (differences.length > 0) process.exitCode = 1;
  return [
    ...differences.map(
      ({ proof, subject, expected, found }) =>
        `${proof}: ${subject}: expected ${expected}, found ${found}`,
    ),
    `${differences.length} differences`,
  ];
});
