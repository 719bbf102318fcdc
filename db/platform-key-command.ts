import { parseArgs } from 'node:util';
import { createPlatformKey, listPlatformKeys, revokePlatformKey } from './platform-keys';
import { runCommand } from './run-command';

const USAGE = `Usage:
  npm run --silent platform-key -- create --name <whose>
  npm run platform-key -- list
  npm run platform-key -- revoke <its id, or what it begins with>`;

/**
 * `npm run platform-key`: makes a key of the platform's finance and prints it, the only time that it
 * can be read; lists and revokes such keys.
 */
runCommand(async (db) => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { name: { type: 'string' } },
  });
  const [act = 'create', subject, ...more] = positionals;
  if (more.length > 0) throw new Error(USAGE);
  if (act === 'list') return (await listPlatformKeys(db)).map((columns) => columns.join('\t'));
  if (act === 'revoke' && subject !== undefined) {
    await revokePlatformKey(db, subject);
    return [];
  }
  if (act !== 'create' || subject !== undefined) throw new Error(USAGE);
  if (!values.name) throw new Error('Say whose key it is: --name <who>');
  const { key } = await createPlatformKey(db, { name: values.name, role: 'finance' });
  return [key];
});
