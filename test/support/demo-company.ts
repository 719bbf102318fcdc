import { ACME, seedCompany } from '../../db/seed-demo';
import { createDatabase, rowsOf } from '../../db/pool';
import { createApiClient, type ApiClient } from './api-client';
import type { Ready } from './platform-process';

/**
 * A company like the one that a demo begins with, its people at `domain`: `asha.rao@<domain>` and
 * the others are registered, `ada@<domain>` owns it, with the password of the demo's admin.
 */
export async function makeDemoCompany(ready: Ready, domain: string): Promise<DemoCompany> {
  const { databaseUrl, url, demo } = ready;
  const db = createDatabase({ databaseUrl, role: 'bestow_worker', connections: 1 });
  try {
    const made = await db.transaction(async (tx) => {
      const [known] = await rowsOf<{ passwordHash: string }>(
        tx,
        'SELECT password_hash AS "passwordHash" FROM admins WHERE email_key = ?',
        [demo.adminEmail],
      );
      const moved = (email: string) => email.replace('acme.example', domain);
      return seedCompany(tx, {
        ...ACME,
        ...known!,
        adminEmail: moved(ACME.adminEmail),
        people: ACME.people.map(([name, email]) => [name, moved(email)]),
      });
    });
    return {
      id: made.id,
      adminEmail: `ada@${domain}`,
      adminPassword: demo.adminPassword,
      apiKey: made.apiKey,
      api: createApiClient({ url, apiKey: made.apiKey }),
    };
  } finally {
    await db.destroy();
  }
}

export interface DemoCompany {
  id: string;
  adminEmail: string;
  adminPassword: string;
  apiKey: string;
  api: ApiClient;
}
