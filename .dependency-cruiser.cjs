const TEST = '\\.test\\.tsx?$';
const COMMAND = '^db/([^/]+-command|find-(database-url|link-settings))\\.ts$';
const JUNK_DRAWER = '(^|/)(utils?|common|helpers?|lib|misc)(/|\\.ts$)';
const TYPE_ONLY = ['type-only', 'type-import'];

/**
 * The arrows between the folders. Each folder's list is complete: what it does not name is
 * forbidden, our own folders and packages alike. Tests beside their source may use any package and
 * test/support. Dead files are knip's.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    ...folder('domain', {
      packages: ['libphonenumber-js'],
      because: 'domain/ is pure rules: values in, values out.',
    }),
    ...folder('contracts', {
      ours: ['domain/'],
      packages: ['zod'],
      because: 'contracts/ is what every side shares, so it hangs on nothing but domain/ and zod.',
    }),
    ...folder('workflows', {
      ours: ['domain/', 'contracts/'],
      typesOf: ['activities/'],
      packages: ['@temporalio/workflow', '@temporalio/common'],
      forTests: ['activities/', 'carrier/', 'db/', 'emails/', 'webhooks/', 'worker.ts'],
      because: 'A workflow reaches the world by its activities, of which it knows the types alone.',
    }),
    ...folder('emails', {
      ours: ['domain/'],
      packages: ['handlebars'],
      node: true,
      because: 'emails/ turns typed props into subject, html and text.',
    }),
    ...folder('spreadsheets', {
      ours: ['domain/'],
      packages: ['csv-parse', 'csv-stringify', 'exceljs', 'piscina', 'saxes', 'yauzl'],
      node: true,
      because: 'spreadsheets/ turns files into rows and tables into files; the rules are domain/.',
    }),
    ...folder('documents', {
      ours: ['domain/'],
      packages: ['pdfmake', 'fontkit', 'bidi-js', '@fontsource/', 'piscina'],
      node: true,
      because: 'documents/ turns papers that are ready to be read into PDF.',
    }),
    ...folder('carrier', {
      ours: ['domain/'],
      packages: ['zod'],
      node: true,
      because: 'carrier/ is the road to whoever carries parcels, and a simulated one at its end.',
    }),
    ...folder('webhooks', {
      ours: ['domain/'],
      packages: ['standardwebhooks'],
      node: true,
      because:
        'webhooks/ is what goes to integrators: addresses that may be told, signatures, posts.',
    }),
    ...folder('db', {
      ours: ['domain/', 'contracts/'],
      packagesNot: ['@temporalio/', '@trpc/', 'express', 'nodemailer'],
      node: true,
      because: 'db/ is one function an operation on PostgreSQL; the rules stand in domain/.',
      exempt: COMMAND,
    }),
    ...folder('activities', {
      ours: [
        'carrier/',
        'db/',
        'documents/',
        'emails/',
        'domain/',
        'contracts/',
        'temporal/',
        'webhooks/',
      ],
      packagesNot: ['@temporalio/worker', '@temporalio/workflow', '@trpc/', 'express'],
      node: true,
      because: 'activities/ is the hands of the workflows: database and mail, nothing of the API.',
    }),
    ...folder('temporal', {
      ours: ['domain/', 'contracts/', 'config.ts'],
      packagesNot: ['knex', 'pg', '@trpc/', 'express', '@temporalio/workflow'],
      node: true,
      because:
        'temporal/ is how our processes reach the Temporal server: connection and client calls.',
    }),
    ...folder('bounces', {
      ours: ['db/', 'domain/', 'contracts/', 'temporal/'],
      packagesNot: ['@temporalio/worker', '@temporalio/workflow', '@trpc/', 'express'],
      node: true,
      forTests: ['api/', 'activities/', 'worker.ts', 'platform/'],
      because: 'bounces/ takes back mails and writes down what they say; it sends none.',
      // A process of its own, wired here.
      exempt: '^bounces/main\\.ts$',
    }),
    ...folder('api', {
      ours: [
        'carrier/',
        'db/',
        'contracts/',
        'documents/',
        'domain/',
        'emails/',
        'spreadsheets/',
        'temporal/',
        'webhooks/',
        'config.ts',
      ],
      packagesNot: ['@temporalio/worker', '@temporalio/workflow', '@temporalio/activity'],
      node: true,
      forTests: ['activities/', 'worker.ts'],
      because: 'api/ accepts, records and hands over; the workflows do the sending.',
      typesOf: ['activities/'],
      // The process also carries a worker, on the connection that the client shares with it.
      exempt: '^api/main\\.ts$',
    }),
    ...folder('platform', {
      ours: ['contracts/', 'config.ts'],
      packagesNot: [],
      node: true,
      because: 'platform/ starts programs; it is no part of what they do.',
    }),
    ...folder('web', {
      ours: ['contracts/', 'domain/'],
      typesOf: ['api/router.ts'],
      packagesNot: ['@temporalio/', 'knex', 'pg'],
      because: 'The front end knows the contracts and the type AppRouter.',
    }),
    ...folder('examples', {
      ours: ['contracts/', 'config.ts'],
      packagesNot: ['knex', 'pg'],
      node: true,
      because: 'An example uses the product as its user does.',
    }),
    {
      name: 'config-for-programs',
      comment: 'Only what starts a process reads its settings; everything else is given values.',
      severity: 'error',
      from: {
        path: '^(domain|contracts|documents|workflows|carrier|emails|spreadsheets|db|activities|web|webhooks)/',
        pathNot: COMMAND,
      },
      to: { path: '^config\\.ts$' },
    },
    {
      name: 'nothing-imports-the-edges',
      comment: 'test/, bench/ and examples/ stand outside: the product does not know them.',
      severity: 'error',
      from: { pathNot: ['^(test|bench|examples)/', TEST] },
      to: { path: '^(test|bench|examples)/' },
    },
    {
      name: 'support-is-what-tests-share',
      comment: 'Of test/, only test/support is shared (with bench/, which needs its SMTP sink).',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/', pathNot: '^test/support/' },
    },
    {
      name: 'no-tests-imported',
      comment: 'What two tests share has a name and a file of its own.',
      severity: 'error',
      from: {},
      to: { path: TEST },
    },
    {
      name: 'no-cycles',
      comment: 'Files that need each other at run time are one file in disguise.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: TYPE_ONLY } },
    },
    ...['from', 'to'].map((side) => ({
      name: 'no-junk-drawers',
      comment: 'A helper lives beside its one user, or has a name in domain/.',
      severity: 'error',
      from: {},
      to: {},
      [side]: { path: JUNK_DRAWER, pathNot: ['node_modules/', '^util/types$'] },
    })),
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-unlisted-packages',
      comment: 'A package that package.json does not name can vanish with the next install.',
      severity: 'error',
      from: {},
      // Types of a package that a listed one brings, which a declaration file adds to.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'no-dev-packages-in-the-product',
      comment: 'The product runs without devDependencies.',
      severity: 'error',
      from: {
        path: '^(domain|contracts|workflows|activities|carrier|db|documents|api|emails|platform|spreadsheets|temporal|webhooks)/|^(config|worker|log)\\.ts$',
        pathNot: TEST,
      },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: TYPE_ONLY,
        pathNot: 'node_modules/@types/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|\\.bestow[^/]*|web/dist|test/histories)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
    skipAnalysisNotInRules: true,
    cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
  },
};

/**
 * The rules of one folder.
 *
 * @param {string} name
 * @param {object} rules
 * @param {string[]} [rules.ours] what it may import of ours beside itself
 * @param {string[]} [rules.typesOf] what it may import of ours as types
 * @param {string[]} [rules.packages] the only packages that it may import
 * @param {string[]} [rules.packagesNot] instead of `packages`: any package but these
 * @param {boolean} [rules.node] whether it may use Node's own modules
 * @param {string[]} [rules.forTests] what of ours its tests may import beside `ours` and `typesOf`
 * @param {string} rules.because what the reader of a violation is told
 * @param {string} [rules.exempt] files of the folder that are free
 */
function folder(name, rules) {
  const {
    ours = [],
    typesOf = [],
    forTests = [],
    packages,
    packagesNot = [],
    node,
    exempt,
  } = rules;
  const own = [`${name}/`, ...ours, ...typesOf].map(startsWith);
  const free = exempt ? [exempt] : [];
  const rule = { severity: 'error', comment: rules.because };
  const code = { path: `^${name}/`, pathNot: [TEST, ...free] };
  const result = [
    {
      ...rule,
      name: `${name}-knows-its-neighbours`,
      from: code,
      to: { pathNot: [...own, 'node_modules/'], dependencyTypesNot: ['core'] },
    },
    {
      ...rule,
      name: `${name}-knows-its-packages`,
      from: code,
      to: packages
        ? { path: 'node_modules/', pathNot: packages.map(packagePath) }
        : { path: packagesNot.length ? packagesNot.map(packagePath) : '^$' },
    },
    {
      ...rule,
      name: `${name}-tests-know-its-neighbours`,
      from: { path: `^${name}/.*${TEST}` },
      to: {
        pathNot: [...own, ...forTests.map(startsWith), '^test/support/', 'node_modules/'],
        dependencyTypesNot: ['core'],
      },
    },
  ];
  if (!node) {
    result.push({
      ...rule,
      name: `${name}-has-no-node`,
      from: code,
      to: { dependencyTypes: ['core'] },
    });
  }
  if (typesOf.length > 0) {
    result.push({
      ...rule,
      name: `${name}-knows-types-only`,
      from: code,
      to: { path: typesOf.map(startsWith), dependencyTypesNot: TYPE_ONLY },
    });
  }
  return result;
}

function startsWith(path) {
  return `^${path.replaceAll('.', '\\.')}`;
}

/** In node_modules, as source or as types; a name that ends in / is a whole scope. */
function packagePath(name) {
  return `node_modules/(@types/)?${name}${name.endsWith('/') ? '' : '/'}`;
}
