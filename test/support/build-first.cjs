const { execFileSync } = require('node:child_process');
const path = require('node:path');

/** Brings dist/ up to date before any test (jest's globalSetup): it is what they test. */
module.exports = function buildFirst() {
  const root = path.resolve(__dirname, '..', '..');
  execFileSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], {
    cwd: root,
    stdio: 'inherit',
  });
};
