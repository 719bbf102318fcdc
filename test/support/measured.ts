/**
 * Shows a figure that a test came by and does not judge: how long a recovery took, how many mails
 * came twice. Past jest's console, whose ten lines a call would bury it.
 */
export function tellMeasured(line: string): void {
  process.stdout.write(`  measured: ${line}\n`);
}
