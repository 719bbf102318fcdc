import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { findCompaniesByName } from '../../db/recharges';
import { searchInput } from '../search-input';
import { financeProcedure } from '../trpc';

/** Companies whose name has this in it: for money that names no recharge, and belongs to one. */
export const findCompanies = financeProcedure
  .input(z.strictObject({ search: searchInput }))
  .output(z.array(z.object({ id, name: z.string() })))
  .query(({ ctx, input }) => findCompaniesByName(ctx.services.platformDb, input.search));
