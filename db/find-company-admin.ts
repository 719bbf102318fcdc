import { rowsOf, type Transaction } from './pool';

/** An admin of the company by id or by address. */
export async function findCompanyAdmin(
  tx: Transaction,
  which: { id: string } | { emailKey: string },
): Promise<CompanyAdmin | undefined> {
  const [found] = await rowsOf<CompanyAdmin>(
    tx,
    `SELECT id, name, email, email_key AS "emailKey" FROM admins
     WHERE company_id = current_company_id() AND (id = ?::uuid OR email_key = ?)`,
    ['id' in which ? which.id : null, 'id' in which ? null : which.emailKey],
  );
  return found;
}

export interface CompanyAdmin {
  id: string;
  name: string;
  email: string;
  emailKey: string;
}
