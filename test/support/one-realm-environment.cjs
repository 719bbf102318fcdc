const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');
const { outside } = require('./outside-packages.cjs');

/**
 * Jest's environment for Node, without a realm of its own: test files run in the realm of their process,
 * so that what packages make (an Error, a Date, an array) is what the tests and the product mean by
 * it, as in the product. Only so can the packages be loaded once a process (outside-packages.cjs).
 */
class OneRealmEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global = globalThis;
    globalThis[outside] = require;
  }

  getVmContext() {
    return THIS_REALM;
  }

  async teardown() {
    delete globalThis[outside];
    await super.teardown();
  }
}

/** Jest compiles a file in the context that its environment names; there is no name for this realm. */
const THIS_REALM = vm.createContext({});
const { compileFunction } = vm;
vm.compileFunction = (code, parameters, options) => {
  const isHere = options?.parsingContext === THIS_REALM;
  return compileFunction(
    code,
    parameters,
    isHere ? { ...options, parsingContext: undefined } : options,
  );
};

module.exports = OneRealmEnvironment;
