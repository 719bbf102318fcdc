import { type Actor, recordChange } from './audit';
import { rowsOf, type Transaction } from './pool';

/**
 * Sets a company's time zone or that of one of its recipients, with its audit record; null for a
 * recipient means the company's. Sends that are planned already keep the mornings that they have.
 *
 * Runs as `bestow_worker`, whose the audit records are.
 *
 * @returns whether the company has such a recipient.
 * @throws what `isUnknownTimeZone` knows, when the database has no such zone.
 */
export async function setTimeZone(
  tx: Transaction,
  request: { companyId: string; recipientId?: string; timeZone: string | null; actor: Actor },
): Promise<boolean> {
  const { companyId, recipientId, timeZone, actor } = request;
  const [was] =
    recipientId === undefined
      ? await rowsOf<Zoned>(
          tx,
          'SELECT time_zone AS "timeZone" FROM companies WHERE id = ? FOR NO KEY UPDATE',
          [companyId],
        )
      : await rowsOf<Zoned>(
          tx,
          `SELECT time_zone AS "timeZone" FROM recipients WHERE id = ? AND company_id = ?
           FOR NO KEY UPDATE`,
          [recipientId, companyId],
        );
  if (was === undefined) return false;
  if (was.timeZone === timeZone) return true;
  // Zones come and go: what this machine knows the database may not, and it reckons the mornings.
  await rowsOf(tx, 'SELECT now() AT TIME ZONE ?', [timeZone]);
  if (recipientId === undefined) {
    await rowsOf(tx, 'UPDATE companies SET time_zone = ? WHERE id = ?', [timeZone, companyId]);
  } else {
    await rowsOf(tx, 'UPDATE recipients SET time_zone = ? WHERE id = ?', [timeZone, recipientId]);
  }
  const whose = recipientId === undefined ? {} : { recipientId };
  await recordChange(tx, {
    ...{ companyId, actor },
    action: recipientId === undefined ? 'set_company_time_zone' : 'set_recipient_time_zone',
    before: { ...whose, timeZone: was.timeZone },
    after: { ...whose, timeZone },
  });
  return true;
}

interface Zoned {
  timeZone: string | null;
}

/** invalid_parameter_value: https://www.postgresql.org/docs/18/errcodes-appendix.html */
export function isUnknownTimeZone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '22023';
}
