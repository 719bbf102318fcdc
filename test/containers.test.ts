import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { partWorkflowId, searchAttributeNames, workflowNames } from '../contracts/workflows';
import packageJson from '../package.json';
import { CHECKOUT } from './support/checkout';

/** What the containers are told and what an operator runs in them, by the texts of the files. */
const compose = read('docker-compose.yml');
const operations = read('docs/OPERATIONS.md');
/** What all processes of ours are told. */
const ours = /^x-bestow:[^]*?^services:/m.exec(compose)![0];
const services = /^services:\n([^]*?)^configs:/m.exec(compose)![1]!;

test('every setting reaches all of our containers, but for those named here', () => {
  const settings = [...read('config.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(
    ([, name = '']) => name,
  );
  expect(settings.length).toBeGreaterThan(40);
  const handedOn = namesIn(ours);
  const left = settings.filter((name) => !handedOn.includes(name));
  expect(left.sort()).toEqual([...OF_NPM_START, ...OF_ONE_SERVICE].sort());
  expect(namesIn(services)).toEqual(expect.arrayContaining(OF_ONE_SERVICE));
});

/** Of the programs that `npm start` embeds, and how many workers it runs. */
const OF_NPM_START = [
  ...['TEMPORAL_CLI_PATH', 'BESTOW_CARRIER_STEP_SECONDS', 'BESTOW_DATA_DIR', 'BESTOW_WORKERS'],
];

/** Where the API and the listener for bounces listen in their containers, and what the API carries. */
const OF_ONE_SERVICE = [
  ...['BESTOW_HOST', 'BESTOW_PORT', 'BESTOW_BOUNCE_HOST', 'BESTOW_BOUNCE_PORT'],
  'BESTOW_API_WORKER',
];

test('what our containers are told can be set, each by its own name', () => {
  const settable = [...ours.matchAll(/^ +([A-Z][A-Z_]+): \$\{\1[:}]/gm)].map(
    ([, name = '']) => name,
  );
  const others = namesIn(ours).filter((name) => !settable.includes(name));
  expect(others).toEqual(['DATABASE_URL', ...NAMES_OF_THE_CLI]);
  for (const name of NAMES_OF_THE_CLI) expect(ours).toContain(`${name}: \${BESTOW_${name}:-`);
});

/** They stand in the shell of whoever uses the CLI, as docs/OPERATIONS.md says, with other values. */
const NAMES_OF_THE_CLI = [
  ...['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'TEMPORAL_TLS', 'TEMPORAL_API_KEY'],
];

test('.env.example names what docker-compose.yml asks for', () => {
  const named = [...read('.env.example').matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)];
  expect(named.length).toBeGreaterThan(15);
  for (const [, name] of named) expect(compose).toContain(`\${${name}`);
});

test('each program that the containers run, or an operator in them, is in the image', () => {
  const texts = [compose, operations, read('Dockerfile')].join('\n');
  const programs = [...texts.matchAll(/\bnode['",\s]+(dist\/[\w/-]+\.js)\b/g)].map(
    ([, file = '']) => file,
  );
  expect(new Set(programs).size).toBeGreaterThan(7);
  expect(programs.filter((file) => !existsSync(path.join(CHECKOUT, file)))).toEqual([]);
  // .dockerignore keeps these folders out of it.
  expect(programs.filter((file) => /^dist\/(bench|examples|platform|test)\//.test(file))).toEqual(
    [],
  );
});

test('every command of the database is told for the image, which has no scripts/', () => {
  const commands = Object.values(packageJson.scripts).flatMap(
    (script) => /^node (dist\/db\/[\w-]+\.js)$/.exec(script)?.[1] ?? [],
  );
  expect(commands.length).toBeGreaterThan(4);
  for (const command of commands) expect(operations).toMatch(inTheImage(command));
});

const inTheImage = (command: string) =>
  new RegExp(`^ *docker compose run --rm .*migrate node ${command}`, 'm');

test('the page has a row for each workflow, and names what runs are found by', () => {
  const rows = [...operations.matchAll(/^\| `(\w+)` +\| `([^`]+)`/gm)];
  const named = Object.fromEntries(rows.map(([, name = '', id = '']) => [name, id]));
  expect(Object.keys(named)).toEqual(expect.arrayContaining(Object.values(workflowNames)));
  expect(named.dispatchPart).toBe(partWorkflowId(named.dispatch!, 0).replace(/0$/, '<n>'));
  const [found = ''] = /^Long runs are found by [^.]*\./m.exec(operations) ?? [];
  for (const name of searchAttributeNames) expect(found).toContain(`\`${name}\``);
});

test('the log of no container grows without end', () => {
  const blocks = services.split(/^ {2}(?=[\w-]+:$)/m).slice(1);
  expect(blocks.length).toBeGreaterThan(8);
  for (const block of blocks) expect(block).toMatch(/<<: \*bestow\n|logging: \*logging\n/);
  expect(ours).toContain('logging: *logging\n');
  expect(compose).toMatch(/^x-logging: &logging\n[^]*?max-size: \S+\n +max-file: \S+\n/m);
});

function read(file: string): string {
  return readFileSync(path.join(CHECKOUT, file), 'utf8');
}

function namesIn(block: string): string[] {
  return [...block.matchAll(/^ +([A-Z][A-Z_]+): /gm)].map(([, name = '']) => name);
}
