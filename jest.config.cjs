const { existsSync } = require('node:fs');
const path = require('node:path');

/**
 * Four projects, so that a test pays only for what it uses: `unit` needs nothing, `system` shares one
 * PostgreSQL and one Temporal server for the whole run (test/support/set-up.ts), `browser` one whole
 * product (test/support/product-set-up.ts), and they start only when one of its files is among those
 * asked for; `alone` starts the product itself, and `npm test` runs it when the others are done.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  projects: [
    project('unit', {
      testMatch: [
        ...['carrier', 'domain', 'contracts', 'documents', 'emails', 'webhooks', 'api/pages'].map(
          testsIn,
        ),
        ...['platform', 'spreadsheets', 'bench'].map(testsIn),
        testsIn('web'),
        ...['smtp-sink', 'wait-for', 'watchdog'].map(
          (name) => `<rootDir>/test/support/${name}.test.ts`,
        ),
      ],
    }),
    // One product for the whole run, a company and a real Chromium for each file.
    project('browser', {
      testMatch: [testsIn('test/browser')],
      globalSetup: '<rootDir>/test/support/product-set-up.ts',
      globalTeardown: '<rootDir>/test/support/product-tear-down.ts',
    }),
    project('alone', { testMatch: [testsIn('test/alone')] }),
    project('system', {
      testMatch: ['db', 'activities', 'workflows', 'api', 'bounces', 'test'].map(testsIn),
      testPathIgnorePatterns: [
        '<rootDir>/test/(alone|browser)/',
        '<rootDir>/api/pages/',
        '<rootDir>/test/support/(smtp-sink|wait-for|watchdog)\\.test\\.ts$',
      ],
      globalSetup: '<rootDir>/test/support/set-up.ts',
      globalTeardown: '<rootDir>/test/support/tear-down.ts',
    }),
  ],
  // More than the two cores of CI: the longest files wait most of their time, for a killed process to be
  // missed and for hours that were made seconds.
  maxWorkers: 3,
  globalSetup: '<rootDir>/test/support/build-first.ts',
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  // A hang is found in a minute; a test that honestly takes longer says so itself.
  testTimeout: 60_000,
  errorOnDeprecated: true,
  watchman: false,
};

function project(displayName, own) {
  const folders = [
    'activities',
    'api',
    'bench',
    'bounces',
    'carrier',
    'contracts',
    'db',
    'documents',
    'domain',
    'emails',
    'examples',
    'platform',
    'spreadsheets',
    'test',
    'web',
    'webhooks',
    'workflows',
  ];
  return {
    displayName,
    rootDir: __dirname,
    // Not the whole checkout: jest would crawl node_modules, dist and the data directories.
    roots: folders.map((name) => path.join(__dirname, name)).filter(existsSync),
    // The packages are loaded once a process, not once a file: two thirds of what a file cost.
    testEnvironment: '<rootDir>/test/support/one-realm-environment.cjs',
    transform: {
      '/node_modules/.*\\.[cm]?js$': '<rootDir>/test/support/outside-packages.cjs',
      [`^${escape(__dirname)}/(?!test/|web/)(?!.*\\.test\\.ts$).*\\.ts$`]:
        '<rootDir>/test/support/product-as-built.cjs',
      '\\.ts$': '@swc/jest',
    },
    transformIgnorePatterns: [],
    restoreMocks: true,
    ...own,
  };
}

function escape(text) {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function testsIn(folder) {
  return `<rootDir>/${folder}/**/*.test.ts`;
}
