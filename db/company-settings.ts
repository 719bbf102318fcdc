import { type Actor, recordChange } from './audit';
import { rowsOf, type Transaction } from './pool';

/** What a company decides about itself; its time zone is changed by db/time-zones.ts. */
export interface CompanySettings {
  name: string;
  country: string;
  mobileRequired: boolean;
}

/** Changes what is given, with its audit record of what differs. Runs as `bestow_worker`. */
export async function changeCompany(
  tx: Transaction,
  {
    companyId,
    actor,
    change,
  }: { companyId: string; actor: Actor; change: Partial<CompanySettings> },
): Promise<CompanySettings> {
  const [was] = await rowsOf<CompanySettings>(
    tx,
    `SELECT name, country, mobile_required AS "mobileRequired" FROM companies
     WHERE id = ? FOR NO KEY UPDATE`,
    [companyId],
  );
  if (was === undefined) throw new Error('The company of a caller is gone');
  const now = { ...was, ...change };
  const differing = SETTINGS.filter((setting) => was[setting] !== now[setting]);
  if (differing.length === 0) return now;
  await rowsOf(tx, 'UPDATE companies SET name = ?, country = ?, mobile_required = ? WHERE id = ?', [
    ...[now.name, now.country, now.mobileRequired, companyId],
  ]);
  const only = (settings: CompanySettings) =>
    Object.fromEntries(differing.map((setting) => [setting, settings[setting]]));
  const record = { before: only(was), after: only(now) };
  await recordChange(tx, { companyId, actor, action: 'change_company', ...record });
  return now;
}

const SETTINGS = ['name', 'country', 'mobileRequired'] as const satisfies (keyof CompanySettings)[];
