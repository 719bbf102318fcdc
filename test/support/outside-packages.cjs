const { createHash } = require('node:crypto');

/**
 * A jest transformer for node_modules: what a test file takes from there is loaded by Node itself, once
 * a process. Jest would read, wrap and run two thousand files of packages anew for each test file.
 */
module.exports = {
  process: (source, filename) => ({ code: isInTest() ? codeThatRequires(filename) : source }),
  getCacheKey: (source, filename) => keyOf(source, filename),

  /** The name of Node's own `require` in a test file's realm, while there is one. */
  outside: Symbol.for('bestow.outside'),
  isInTest,
  codeThatRequires,
  keyOf,
};

/** Jest's own set-up, which starts servers, has no test environment. */
function isInTest() {
  return globalThis[module.exports.outside] !== undefined;
}

function codeThatRequires(filename) {
  return `module.exports = globalThis[Symbol.for('bestow.outside')](${JSON.stringify(filename)});`;
}

function keyOf(...parts) {
  return createHash('sha1')
    .update(JSON.stringify([...parts, isInTest()]))
    .digest('hex');
}
