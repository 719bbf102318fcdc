import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inheritedEnvironment } from './inherited-environment';
import { findTemporalBinary } from './temporal-binary';

const environment = inheritedEnvironment();
const before = environment.PATH;
const directory = mkdtempSync(path.join(os.tmpdir(), 'bestow-path-'));

afterAll(() => {
  environment.PATH = before;
  rmSync(directory, { recursive: true });
});

function install(folder: string, script: string): string {
  mkdirSync(folder);
  const command = path.join(folder, 'temporal');
  writeFileSync(command, script);
  chmodSync(command, 0o755);
  return command;
}

test('the one on the PATH is named in full, since the server is started without a PATH', async () => {
  const broken = install(path.join(directory, 'broken'), '#!/bin/sh\nexit 1\n');
  const command = install(path.join(directory, 'whole'), '#!/bin/sh\nexit 0\n');
  const folders = ['relative', path.dirname(broken), path.dirname(command), before ?? ''];
  environment.PATH = folders.join(path.delimiter);
  await expect(findTemporalBinary()).resolves.toBe(command);
});
