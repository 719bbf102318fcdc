import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inheritedEnvironment } from '../../platform/inherited-environment';
import { cacheFolder } from '../../platform/temporal-binary';
import { CHECKOUT } from './checkout';

const run = promisify(execFile);

/** Temporal's test server, which skips time; a part of the Java SDK, and no npm package. */
const VERSION = '1.31.0';

/**
 * The executable of the time-skipping server: from the user's cache, which all clones share; else it
 * is brought there by the SDK's own download, or by Maven where Java is.
 *
 * @throws Error with the ways to get one.
 */
export async function findTimeSkippingServer(): Promise<string> {
  const cached = path.join(cacheFolder(), `temporal-test-server-${VERSION}`);
  const executables = [path.join(cached, DOWNLOADED), path.join(cached, WRAPPER)];
  const found = executables.find((file) => existsSync(file));
  if (found !== undefined) return found;
  // Made whole in a folder of its own and then renamed: two clones may do this at once.
  const workshop = `${cached}-${randomUUID()}`;
  mkdirSync(workshop, { recursive: true });
  try {
    const whyNotDownloaded = await download(workshop);
    const whyNotFetched = whyNotDownloaded && (await fetchByMaven(workshop, cached));
    if (whyNotFetched) throw new Error(howToGetOne(whyNotDownloaded, whyNotFetched));
    if (!existsSync(cached)) renameSync(workshop, cached);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
  return executables.find((file) => existsSync(file))!;
}

const DOWNLOADED = 'temporal-test-server';
const WRAPPER = 'run-with-java';

function howToGetOne(whyNotDownloaded: string, whyNotFetched: string): string {
  return [
    'The tests that skip time need Temporal’s test server. Any one of these gets it, once:',
    '  - run them where temporal.download can be reached',
    '  - run them where `java` (11 or newer) and `mvn` are on the PATH and Maven Central, or a mirror',
    '    that Maven is set up for, can be reached',
    `The download: ${whyNotDownloaded}`,
    `By Maven: ${whyNotFetched}`,
  ].join('\n');
}

/** Without network nothing has begun by then; with it, bytes arrive after 1 to 2 s. */
const DOWNLOAD_BEGINS_WITHIN_MILLISECONDS = 8_000;
const DOWNLOAD_ENDS_WITHIN_MILLISECONDS = 300_000;

/** By the SDK, in a process of its own, which can be stopped when nothing comes. @returns why not */
async function download(workshop: string): Promise<string | undefined> {
  const executable = { type: 'cached-download', downloadDir: workshop, version: `v${VERSION}` };
  const script = `require('@temporalio/testing')
    .TestWorkflowEnvironment.createTimeSkipping({ server: { executable: ${JSON.stringify(executable)} } })
    .then((environment) => environment.teardown())
    .catch((err) => { console.error(err.message); process.exit(1); });`;
  const child = spawn(process.execPath, ['-e', script], {
    cwd: CHECKOUT,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const watch = new AbortController();
  const outOfTime = stopWhenNothingComes(workshop, watch.signal, () => child.kill('SIGKILL'));
  const code = await ended;
  watch.abort();
  await outOfTime;
  if (code === null) return 'temporal.download does not answer';
  const [file] = readdirSync(workshop);
  if (code !== 0 || file === undefined) return said.trim() || 'nothing was downloaded';
  renameSync(path.join(workshop, file), path.join(workshop, DOWNLOADED));
  return undefined;
}

async function stopWhenNothingComes(
  folder: string,
  over: AbortSignal,
  stop: () => void,
): Promise<void> {
  const startedAt = performance.now();
  while (!over.aborted) {
    const elapsed = performance.now() - startedAt;
    const hasBegun = readdirSync(folder).length > 0;
    const most = hasBegun ? DOWNLOAD_ENDS_WITHIN_MILLISECONDS : DOWNLOAD_BEGINS_WITHIN_MILLISECONDS;
    if (elapsed > most) return stop();
    await delay(100);
  }
}

/** 25 s with an empty repository of Maven. */
const MAVEN_TIMEOUT_MILLISECONDS = 300_000;

/** The server with its dependencies, and a script that runs it. @returns why not */
async function fetchByMaven(workshop: string, cached: string): Promise<string | undefined> {
  const { PATH, HOME } = inheritedEnvironment();
  const options = { cwd: workshop, env: { PATH, HOME }, timeout: MAVEN_TIMEOUT_MILLISECONDS };
  try {
    await run('java', ['-version'], options);
    await writeFile(path.join(workshop, 'pom.xml'), POM);
    await mkdir(path.join(workshop, 'jars'));
    await run(
      'mvn',
      [...['-q', '-B', `${PLUGIN}:copy-dependencies`], `-DoutputDirectory=${workshop}/jars`],
      options,
    );
    const wrapper = path.join(workshop, WRAPPER);
    await writeFile(wrapper, scriptOf(path.join(cached, 'jars')));
    await chmod(wrapper, 0o755);
    return undefined;
  } catch (error) {
    const { stderr, stdout, message } = error as Error & { stderr?: string; stdout?: string };
    return [stderr, stdout, message].map((text) => text?.trim()).find(Boolean);
  }
}

const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bestow.tests</groupId>
  <artifactId>time-skipping-server</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

// The quickest start of a JVM that lives for a minute.
const scriptOf = (jars: string) => `#!/bin/sh
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '${jars}/*' \\
  io.temporal.testserver.TestServer "$@"
`;
