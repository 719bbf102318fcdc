/**
 * A jest transformer for node_modules: what a test file takes from there is loaded by Node itself, once
 * a process. Jest would read, wrap and run two thousand files of packages anew for each test file.
 */
module.exports = {
  process: (source, filename) => ({
    code: isInTest()
      ? `module.exports = globalThis[Symbol.for('bestow.outside')](${JSON.stringify(filename)});`
      : source,
  }),
  getCacheKey: (source, filename) =>
    createHash('sha1')
      .update(JSON.stringify([source, filename, isInTest()]))
      .digest('hex'),
};

/** The name of Node's own `require` in a test file's realm, while there is one. */
module.exports.outside = Symbol.for('bestow.outside');
const isInTest = () => globalThis[module.exports.outside] !== undefined;
const { createHash } = require('node:crypto');
