import { z } from 'zod';
import { apiKeySchema } from '../../contracts/api-keys';
import { listApiKeys } from '../../db/api-keys';
import { permitted } from '../trpc';

/** The company's API keys, by their first characters. */
export const listKeys = permitted('keys.view')
  .input(z.strictObject({}).optional())
  .output(z.object({ items: z.array(apiKeySchema) }))
  .query(async ({ ctx }) => ({ items: await ctx.inCompany(listApiKeys) }));
