import { parseArgs } from 'node:util';
import { type EmailAddress, parseEmailAddress } from '../domain/email-address';
import { platformRoles } from '../domain/permissions';
import { parseName } from '../domain/typed-text';
import { findLinkSettings } from './find-link-settings';
import { addPlatformPerson, listPlatformPeople, removePlatformPerson } from './platform-people';
import { runCommand } from './run-command';

const USAGE = `Usage:
  npm run platform-person -- add --name <name> --email <address> --role ${platformRoles.join('|')}
  npm run platform-person -- list
  npm run platform-person -- remove <address>`;

/**
 * `npm run platform-person`: adds, lists and removes the people of support and finance. A new one sets
 * the password by a link, which is printed, and written down as a mail for the sweeper.
 */
runCommand(async (db, config) => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { name: { type: 'string' }, email: { type: 'string' }, role: { type: 'string' } },
  });
  const [act, subject, ...more] = positionals;
  if (more.length > 0) throw new Error(USAGE);
  if (act === 'list') return (await listPlatformPeople(db)).map((columns) => columns.join('\t'));
  if (act === 'remove' && subject !== undefined) {
    await removePlatformPerson(db, readAddress(subject).key);
    return [];
  }
  const role = platformRoles.find((known) => known === values.role);
  const name = parseName(values.name);
  if (act !== 'add' || subject !== undefined || role === undefined || name === undefined) {
    throw new Error(USAGE);
  }
  const { publicUrl, linkTokens } = await findLinkSettings(config);
  const link = linkTokens.create();
  await addPlatformPerson(db, { name, email: readAddress(values.email ?? ''), role }, link);
  return [`${publicUrl}/reset-password/${link.token}`];
});

function readAddress(typed: string): EmailAddress {
  const address = parseEmailAddress(typed);
  if (address === undefined) throw new Error(`${typed || 'Nothing'} is no e-mail address`);
  return address;
}
