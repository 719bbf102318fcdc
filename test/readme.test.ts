import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { readConfig } from '../config';
import packageJson from '../package.json';
import { inheritedEnvironment } from '../platform/inherited-environment';
import { CHECKOUT } from './support/checkout';
import { useCleanUp } from './support/clean-up';
import { startPlatform, type PlatformProcess } from './support/platform-process';
import { callTrpc } from './support/support-desk';

const run = promisify(execFile);
const readme = readFileSync(path.join(CHECKOUT, 'README.md'), 'utf8');
const commands = [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block.trim());
const forCurl = commands.filter((block) => /^(curl|\w+=\$\()/m.test(block));
const others = commands.filter((block) => !forCurl.includes(block)).flatMap(linesOf);

describe('every command of the README', () => {
  const atTheEnd = useCleanUp();
  let platform: PlatformProcess;

  beforeAll(async () => {
    platform = await startPlatform();
    atTheEnd(() => platform.stop());
  }, 120_000);

  test('works as it stands against npm start, one after the other', async () => {
    // The reader's directory: the data directory stands in it under its default name.
    const directory = await mkdtemp(path.join(tmpdir(), 'bestow-readme-'));
    atTheEnd(() => rm(directory, { recursive: true }));
    await symlink(platform.dataDir, path.join(directory, '.bestow'));
    await symlink(path.join(CHECKOUT, 'examples'), path.join(directory, 'examples'));

    const script = forCurl.join('\necho\necho ---\n');
    const { stdout } = await run('bash', ['-euc', script], { cwd: directory });
    const [, preview, sent, listed, , file, description, health] = stdout.split('\n---\n');

    expect(JSON.parse(preview!)).toMatchObject({
      dryRun: true,
      counts: { will_be_credited: 1, will_be_invited: 1 },
    });
    const { id, points } = JSON.parse(sent!) as { id: string; points: number };
    expect(points).toBe(150);
    const [list, balance] = parseAll(listed!) as [
      { items: { id: string }[] },
      { balance: number; held: number },
    ];
    expect(list.items[0]?.id).toBe(id);
    expect(balance.balance).toBe(1_000_000 - 150);
    const [failedRows, distributed] = file!.split('\n{');
    expect(failedRows).toContain('What is wrong');
    expect(JSON.parse(`{${distributed!}`)).toMatchObject({ method: 'bulk', status: 'accepted' });
    expect(JSON.parse(description!)).toMatchObject({ openapi: expect.stringMatching(/^3\./) });
    expect(health).toContain('"status":"alive"');
    expect(health).toContain('"status":"ready"');
    expect(health).toContain('bestow_waiting_for_temporal');
  }, 30_000);

  test('npm run reconcile finds no difference', async () => {
    const { stdout } = await run(process.execPath, ['dist/db/reconcile-command.js'], {
      cwd: CHECKOUT,
      env: { ...inherited(), BESTOW_DATA_DIR: platform.dataDir },
    });
    expect(stdout).toBe('0 differences\n');
  }, 30_000);

  test('the commands of an operator find its database, and make links that work', async () => {
    const { stdout } = await run(
      process.execPath,
      [
        ...['dist/db/company-command.js', 'create', '--name', 'Initech'],
        ...['--owner', 'ina@initech.example'],
      ],
      { cwd: CHECKOUT, env: { ...inherited(), BESTOW_DATA_DIR: platform.dataDir } },
    );
    const { url } = await platform.readReady();
    const token = stdout.split(`${url}/invitation/`)[1]?.trim() ?? '';
    const found = await callTrpc(url, 'auth.findInvitation', { token }, { method: 'GET' });
    expect(await found.json()).toMatchObject({ result: { data: { companyName: 'Initech' } } });
  }, 30_000);

  test('names scripts, settings and files that exist', () => {
    for (const command of others) {
      const words = command.split(' ');
      const settings = words.filter((word) => /^[A-Z_]+=/.test(word));
      const [program, ...rest] = words.slice(settings.length);
      for (const setting of settings) {
        expect(settingNames()).toContain(setting.slice(0, setting.indexOf('=')));
      }
      if (program === 'npm') {
        const name = rest.filter((word) => word !== 'run')[0];
        expect(Object.keys(packageJson.scripts)).toContain(name);
      } else if (program === 'cp') {
        expect(existsSync(path.join(CHECKOUT, rest[0]!))).toBe(true);
      } else {
        expect([program, rest[0], rest[1]]).toEqual(['docker', 'compose', 'up']);
        expect(existsSync(path.join(CHECKOUT, 'docker-compose.yml'))).toBe(true);
      }
    }
    expect(others.length).toBeGreaterThan(5);
  });
});

describe('the table of settings', () => {
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)`\s*\| (.*?)\s*\| (.*?)\s*\|$/gm)];

  test('has exactly the settings of config.ts', () => {
    expect(rows.map(([, name]) => name)).toEqual(settingNames());
  });

  test('tells their defaults', () => {
    const config: Record<string, unknown> = { ...readConfig({}) };
    for (const [, name = '', told = ''] of rows) {
      const value = /^`(.*)`$/.exec(told)?.[1];
      const expected = name === 'BESTOW_DATA_DIR' && value ? path.resolve(value) : value;
      expect([name, expected]).toEqual([name, config[name]?.toString()]);
    }
  });
});

test('the files that the documents lead to exist', () => {
  for (const name of ['README.md', 'ARCHITECTURE.md', 'OPERATIONS.md', 'GLOSSARY.md']) {
    const file = path.join(CHECKOUT, name === 'README.md' ? '' : 'docs', name);
    const links = [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)];
    for (const [, link = ''] of links) {
      expect([name, link, existsSync(path.resolve(path.dirname(file), link))]).toEqual([
        name,
        link,
        true,
      ]);
    }
  }
});

test('the source files that the architecture names exist', () => {
  const text = readFileSync(path.join(CHECKOUT, 'docs', 'ARCHITECTURE.md'), 'utf8');
  const named = [...text.matchAll(/`([\w./-]+\/[\w.-]+\.ts|worker\.ts|config\.ts)`/g)];
  const missing = named
    .map(([, name = '']) => name)
    .filter((name) => !existsSync(path.join(CHECKOUT, name)));
  expect(missing).toEqual([]);
  expect(named.length).toBeGreaterThan(10);
});

/** As config.ts writes them, in its order. */
function settingNames(): string[] {
  const source = readFileSync(path.join(CHECKOUT, 'config.ts'), 'utf8');
  return [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name);
}

/** Commands of a block, with those that go over several lines in one. */
function linesOf(block: string): string[] {
  return block.replaceAll(/\\\n\s*/g, '').split('\n');
}

/** JSON texts that stand one after the other without anything between them. */
function parseAll(text: string): unknown[] {
  return text
    .replaceAll('}{', '}\n{')
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

function inherited(): NodeJS.ProcessEnv {
  const { PATH, HOME, TEMPORAL_CLI_PATH } = inheritedEnvironment();
  return { PATH, HOME, TEMPORAL_CLI_PATH };
}
