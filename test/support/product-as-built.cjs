const { createHash } = require('node:crypto');
const path = require('node:path');
const { createTransformer } = require('@swc/jest');
const { outside } = require('./outside-packages.cjs');

const ROOT = path.resolve(__dirname, '..', '..');
const swc = createTransformer();

/**
 * A jest transformer for the product's own modules: a test file gets them from dist/, as users run them,
 * loaded by Node itself once a process. Jest would run hundreds of modules and compile every template
 * anew for each test file: 1 s of CPU for each that starts the API. (build-first.cjs keeps dist/ up to
 * date.)
 */
module.exports = {
  process: (source, filename, options) =>
    isInTest()
      ? {
          code: `module.exports = globalThis[Symbol.for('bestow.outside')](${JSON.stringify(builtOf(filename))});`,
        }
      : swc.process(source, filename, options),
  getCacheKey: (source, filename, options) =>
    createHash('sha1')
      .update(JSON.stringify([source, filename, isInTest(), options.configString]))
      .digest('hex'),
};

function builtOf(filename) {
  return path.join(ROOT, 'dist', path.relative(ROOT, filename)).replace(/\.ts$/, '.js');
}

/** Jest's own set-up, which starts servers, has no test environment. */
function isInTest() {
  return globalThis[outside] !== undefined;
}
