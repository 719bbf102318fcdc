const path = require('node:path');
const { createTransformer } = require('@swc/jest');
const { codeThatRequires, isInTest, keyOf } = require('./outside-packages.cjs');

const ROOT = path.resolve(__dirname, '..', '..');
const swc = createTransformer();

/**
 * A jest transformer for the product's own modules: a test file gets them from dist/, as users run them,
 * loaded by Node itself once a process. Jest would run hundreds of modules and compile every template
 * anew for each test file: 0.6 s of CPU for each that starts the API. (build-first.ts keeps dist/ up to
 * date.)
 */
module.exports = {
  process: (source, filename, options) =>
    isInTest()
      ? { code: codeThatRequires(builtOf(filename)) }
      : swc.process(source, filename, options),
  getCacheKey: (source, filename, options) => keyOf(source, filename, options.configString),
};

function builtOf(filename) {
  return path.join(ROOT, 'dist', path.relative(ROOT, filename)).replace(/\.ts$/, '.js');
}
