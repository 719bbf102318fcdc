import type { JudgedRow, Standing } from '../db/accept-distribution';
import { countTold, type ToldBudget } from '../db/told-addresses';
import { withCompany } from '../db/pool';
import { lookUpAddresses } from '../db/find-recipients';
import { parseEmailAddress } from '../domain/email-address';
import type { Services } from './context';
import { refuseFor } from './errors';

/**
 * Says that a company is told about addresses of people who are not registered with it, without sending to
 * them. Each counts once a day, so that looking again, and sending after a look, is free
 * (docs/decisions/0039-addresses-that-are-told-about.md).
 *
 * @throws a refusal `too_many_addresses` with the time to wait.
 */
export async function countAddresses(
  { companyDb, settings }: Pick<Services, 'companyDb' | 'settings'>,
  companyId: string,
  emailKeys: readonly string[],
): Promise<void> {
  if (emailKeys.length === 0) return;
  await withCompany(companyDb, companyId, async (tx) => {
    const seconds = await countTold(tx, emailKeys, budgetOf(settings));
    if (seconds !== undefined) refuseFor(seconds, 'too_many_addresses');
  });
}

/** The same of an address that is typed into what is there already. */
export async function countAddress(
  services: Pick<Services, 'companyDb' | 'settings'>,
  companyId: string,
  email: string,
): Promise<void> {
  const key = parseEmailAddress(email)?.key;
  if (key === undefined) return;
  const found = await withCompany(services.companyDb, companyId, (tx) =>
    lookUpAddresses(tx, [key]),
  );
  if (found.get(key) !== 'registered') await countAddresses(services, companyId, [key]);
}

/** Rows about which an answer tells more than their sender knew: whom nobody has registered with him. */
export function strangersAmong(judged: readonly JudgedRow[]): string[] {
  return judged.flatMap(({ checked: { value }, standing }) =>
    value !== undefined && isStranger(standing) ? [value.emailKey] : [],
  );
}

/** Those of them that are refused, and so are told about and not charged. */
export function refusedStrangersAmong(judged: readonly JudgedRow[]): string[] {
  return strangersAmong(judged.filter(({ refusal }) => refusal !== undefined));
}

function isStranger(standing: Standing): boolean {
  return standing !== 'registered' && standing !== 'unknown';
}

/** Ten full sends an hour and forty a day; where sends are larger, three of nothing but strangers and six. */
function budgetOf({ maxRecipients }: { maxRecipients: number }): ToldBudget {
  return {
    hourly: Math.max(5_000, 3 * maxRecipients),
    daily: Math.max(20_000, 6 * maxRecipients),
  };
}
