import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { CHECKOUT } from './checkout';

/** Brings dist/ up to date before any test (jest's globalSetup): it is what they test. */
export function buildFirst(): void {
  execFileSync(process.execPath, [path.join(CHECKOUT, 'scripts', 'build.mjs')], {
    cwd: CHECKOUT,
    stdio: 'inherit',
  });
}

export default buildFirst;
