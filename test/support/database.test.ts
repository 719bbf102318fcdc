import pg from 'pg';
import { createTestDatabase } from './database';

describe('a test database', () => {
  test('is migrated, and its own', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    expect(one.databaseUrl).not.toBe(other.databaseUrl);
    await connected(one.databaseUrl, async (client) => {
      await client.query(`INSERT INTO companies (name) VALUES ('Acme')`);
    });
    await connected(other.databaseUrl, async (client) => {
      expect((await client.query('SELECT name FROM companies')).rows).toEqual([]);
    });
    await one.drop();
    await other.drop();
  });

  test('a connection that nobody closed fails the file, by name and last query', async () => {
    const database = await createTestDatabase();
    const leak = new pg.Client({
      connectionString: database.databaseUrl,
      application_name: 'forgotten pool',
    });
    const broken = new Promise((resolve) => leak.on('error', resolve));
    await leak.connect();
    await leak.query('SELECT 42');
    await expect(database.drop()).rejects.toThrow(/forgotten pool[^]*SELECT 42/);
    await broken;
  });
});

async function connected(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
