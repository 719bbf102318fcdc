import { openTestDatabases } from '../test/support/company';
import { useCleanUp } from '../test/support/clean-up';
import { takeDocumentNumber } from './document-numbers';
import { type Database, rowsOf } from './pool';

const cleanUp = useCleanUp();
let platformDb: Database;
let companyDb: Database;

beforeAll(async () => {
  ({ platformDb, companyDb } = await openTestDatabases(cleanUp));
});

describe('numbers of papers', () => {
  test('have no gap and are taken once, by many at once of whom some fail', async () => {
    const year = new Date().getUTCFullYear();
    const took = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) =>
        (index % 2 === 0 ? platformDb : companyDb).transaction(async (tx) => {
          const number = await takeDocumentNumber(tx, 'PI');
          if (index % 5 === 0) throw new Error('The document was not written');
          return number;
        }),
      ),
    );
    const numbers = took.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
    const expected = Array.from(
      { length: 48 },
      (_, index) => `PI-${year}-${String(index + 1).padStart(6, '0')}`,
    );
    expect(numbers.sort()).toEqual(expected);
  });

  test('of one series do not move those of another', async () => {
    const number = await platformDb.transaction((tx) => takeDocumentNumber(tx, 'CN'));
    expect(number).toMatch(/^CN-\d{4}-000001$/);
  });

  test('cannot be read or set by who takes them', async () => {
    await expect(rowsOf(companyDb, 'SELECT * FROM document_series')).rejects.toThrow('denied');
    await expect(rowsOf(platformDb, 'DELETE FROM document_series')).rejects.toThrow('denied');
  });
});
