import { z } from 'zod';
import { periodInput, statementSchema } from '../../contracts/statement';
import { listStatementLines } from '../../db/statement';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { permitted } from '../trpc';
import { openPeriod } from './read-statement';

/** Opening balance, lines and closing balance of a period, in the ledger's own order. */
export const getStatement = permitted('balance.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/statement',
      operationId: 'getStatement',
      tags: ['Balance'],
      summary: 'The statement of the Company Balance',
      description:
        'In the order in which the ledger was written. Points that are set aside for sends leave the balance by `hold` and return by `release`; `held` says how many are set aside. As files: `/statement.csv`, `/statement.xlsx`, `/statement.pdf` with the same period.',
      errorResponses: [400, 401, 422],
    },
  })
  .input(z.strictObject({ ...pageInput, ...periodInput }))
  .output(statementSchema)
  .query(({ ctx, input }) =>
    ctx.inCompany(async (tx) => {
      const after = decodeCursor(input.cursor, z.int().min(0));
      const statement = await openPeriod(tx, input);
      const { lines, hasMore } = await listStatementLines(tx, statement, {
        afterVersion: after ?? 0,
        limit: input.limit,
      });
      const last = lines.at(-1);
      const { from, to, timeZone, opening, closing } = statement;
      return {
        ...{ from, to, timeZone, opening, closing },
        items: lines,
        nextCursor: hasMore && last !== undefined ? encodeCursor(last.lastVersion) : null,
      };
    }),
  );
