import { parseArgs } from 'node:util';
import { countryCodes } from '../domain/countries';
import { type EmailAddress, parseEmailAddress } from '../domain/email-address';
import { isTimeZone } from '../domain/send-time';
import { parseName } from '../domain/typed-text';
import { createCompany, inviteOwner, listCompanies } from './companies';
import { findLinkSettings } from './find-link-settings';
import { runCommand } from './run-command';

const USAGE = `Usage:
  npm run company -- create --name <name> --owner <address> [--country IN] [--time-zone Asia/Kolkata]
  npm run company -- invite --company <id> --owner <address>
  npm run company -- list`;

/**
 * `npm run company`: makes a company, invites an owner to one, or lists them. An invitation is printed
 * as a link, and written down as a mail, which the sweeper hands to the mail server.
 */
runCommand(async (db, config) => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      owner: { type: 'string' },
      company: { type: 'string' },
      country: { type: 'string', default: 'IN' },
      'time-zone': { type: 'string', default: 'UTC' },
    },
  });
  const [act, ...more] = positionals;
  if (more.length > 0) throw new Error(USAGE);
  if (act === 'list') return (await listCompanies(db)).map((columns) => columns.join('\t'));
  if (values.owner === undefined) throw new Error(USAGE);
  const owner = readAddress(values.owner);
  const { publicUrl, linkTokens } = await findLinkSettings(config);
  const link = linkTokens.create();
  const printed = `${publicUrl}/invitation/${link.token}`;
  if (act === 'invite' && values.company !== undefined) {
    await inviteOwner(db, values.company, owner, link);
    return [printed];
  }
  if (act !== 'create' || values.name === undefined) throw new Error(USAGE);
  const { country, 'time-zone': timeZone } = values;
  const company = { name: readName(values.name), country, timeZone };
  if (!countryCodes.has(country)) throw new Error(`${country} is no country of ISO 3166-1 alpha-2`);
  if (!isTimeZone(timeZone)) throw new Error(`${timeZone} is no time zone of IANA`);
  return [await createCompany(db, company, owner, link), printed];
});

function readName(typed: string): string {
  const name = parseName(typed);
  if (name === undefined) throw new Error('This is no name');
  return name;
}

function readAddress(typed: string): EmailAddress {
  const address = parseEmailAddress(typed);
  if (address === undefined) throw new Error(`${typed} is no e-mail address`);
  return address;
}
