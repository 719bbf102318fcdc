import { builtinModules } from 'node:module';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Lint holds what a reviewer should not have to say twice. What needs types, and what is React's,
 * is `.oxlintrc.json` (docs/decisions/0024-two-linters.md); what can import what is
 * `.dependency-cruiser.cjs`; layout is oxfmt's.
 */

// Each ban says why and what to do instead: the message is all that its reader sees.
const environment = {
  object: 'process',
  property: 'env',
  message: 'config.ts is the only reader of the environment: take a value from Config.',
};

const canParse = {
  object: 'URL',
  property: 'canParse',
  message: 'Node 20 has it refuse umlauts when it is called often: domain/parse-url.ts.',
};

const clockAndChance = [
  { object: 'Date', property: 'now', message: 'domain/ has no clock: take the time as a value.' },
  { object: 'Math', property: 'random', message: 'domain/ has no chance: take the value.' },
];

const clockless = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'domain/ has no clock: take the time as a value.',
  },
];

const nothingSwallowed = [
  {
    selector: 'CatchClause > BlockStatement[body.length=0]',
    message: 'A catch adds knowledge, changes the outcome, or does not exist.',
  },
  {
    selector: 'CallExpression[callee.property.name="catch"] > * > BlockStatement[body.length=0]',
    message: 'A catch adds knowledge, changes the outcome, or does not exist.',
  },
];

const everyTestRuns = [
  {
    selector:
      'MemberExpression[property.name=/^(only|skip|todo|failing)$/] > Identifier[name=/^(describe|it|test)$/]',
    message: 'Every test runs, everywhere: no only, skip, todo or failing.',
  },
  {
    selector: 'Identifier[name=/^(fit|xit|xtest|fdescribe|xdescribe)$/]',
    message: 'Every test runs, everywhere: no f or x before its name.',
  },
];

const noSleeping = [
  {
    selector: 'NewExpression[callee.name="Promise"] CallExpression[callee.name="setTimeout"]',
    message: 'No sleep in a test: wait for the state (test/support/wait-for.ts).',
  },
];

// Inside a company's network pages are also served without HTTPS.
const absentOverHttp = {
  property: 'randomUUID',
  message: 'Browsers have it over HTTPS and on localhost alone: use web/client/new-key.ts.',
};

// A text that stands in a page stands in the catalogue, or one language lacks it.
const textsInTheCatalogue = [
  {
    selector: 'JSXText[value=/\\p{L}/u]',
    message: 'Texts stand in web/texts: use t(…).',
  },
  {
    selector:
      'JSXAttribute[name.name=/^(label|title|placeholder|description|alt|aria-label|intro|sentence)$/] > Literal[value=/\\p{L}/u]',
    message: 'Texts stand in web/texts: use t(…).',
  },
];

const nodeModules = [...new Set(builtinModules.flatMap((name) => [name, `node:${name}`]))];
const portable =
  'This folder also runs in the workflow sandbox (or a browser), which has no Node modules.';
const absentInTheSandbox = [
  'Buffer',
  'clearInterval',
  'console',
  'crypto',
  'fetch',
  'performance',
  'process',
  'require',
  'setImmediate',
  'setInterval',
];

const tests = ['**/*.test.ts'];
const testCode = [...tests, 'test/**/*.ts'];
const commandLine = [
  'bench/**/*.ts',
  'db/*-command.ts',
  'examples/**/*.ts',
  'platform/**/*.ts',
  'scripts/**/*.mjs',
];

export default defineConfig(
  { ignores: ['dist/', 'coverage/', '.bestow*/', 'web/dist/', 'test/histories/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,

  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommended],
    rules: {
      '@typescript-eslint/ban-ts-comment': ['error', { minimumDescriptionLength: 10 }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // `import { type A }` alone would keep the require() that `import type` removes.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_$', ignoreRestSiblings: true },
      ],
    },
  },

  {
    files: ['**/*.{ts,tsx,mjs,cjs}'],
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      // A joiner written as an escape is meant.
      'no-misleading-character-class': ['error', { allowEscape: true }],
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'node:process', importNames: ['env'], message: environment.message }] },
      ],
      'no-restricted-properties': ['error', environment, canParse],
      'no-restricted-syntax': ['error', ...nothingSwallowed],
      'object-shorthand': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
    },
  },

  {
    files: ['domain/**/*.ts', 'contracts/**/*.ts', 'workflows/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-globals': [
        'error',
        ...absentInTheSandbox.map((name) => ({ name, message: portable })),
      ],
      'no-restricted-imports': [
        'error',
        { paths: nodeModules.map((name) => ({ name, message: portable })) },
      ],
    },
  },
  {
    // Temporal makes the clock and chance of a workflow deterministic; nobody does that here.
    files: ['domain/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-properties': ['error', environment, canParse, ...clockAndChance],
      'no-restricted-syntax': ['error', ...nothingSwallowed, ...clockless],
    },
  },

  {
    files: ['web/**/*.{ts,tsx}'],
    rules: {
      // What a browser's console says is read by the browser tests, which fail on an error.
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'no-restricted-properties': ['error', environment, canParse, absentOverHttp],
      'no-restricted-syntax': ['error', ...nothingSwallowed, ...textsInTheCatalogue],
    },
  },
  {
    // What the patterns of tsconfig.json pass over, nobody would check the types of.
    files: ['**/.*/**/*.{ts,tsx}', '**/.*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'Program', message: 'No tsconfig takes it in: give it a name without a dot.' },
      ],
    },
  },
  {
    // Runs as it stands, without Vite.
    files: ['web/public/**/*.js'],
    languageOptions: {
      sourceType: 'script',
      globals: { window: 'readonly', document: 'readonly' },
    },
  },

  // A migration is SQL, which is read from top to bottom.
  { files: ['db/migrations/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },

  { files: ['config.ts', 'scripts/**/*.mjs'], rules: { 'no-restricted-properties': 'off' } },
  { files: commandLine, rules: { 'no-console': 'off' } },

  {
    files: testCode,
    rules: {
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': 'off',
      'no-restricted-syntax': ['error', ...nothingSwallowed, ...everyTestRuns, ...noSleeping],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // Jest hands the addresses of the shared servers to its test processes by the environment.
    files: ['test/support/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-properties': 'off',
      'no-restricted-syntax': ['error', ...nothingSwallowed],
    },
  },

  {
    files: ['**/*.{mjs,cjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        [...Object.getOwnPropertyNames(globalThis), 'module', '__dirname'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
);
