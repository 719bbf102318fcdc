import { z } from 'zod';
import { searchRecipients as readSuggestions } from '../../db/find-recipients';
import { searchInput } from '../search-input';
import { permitted } from '../trpc';

/** Known people for a field in which one types a name or an address. */
export const searchRecipients = permitted('recipients.view')
  .input(z.strictObject({ text: searchInput }))
  .output(
    z.object({
      items: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          email: z.string(),
          mobile: z.string().nullable(),
        }),
      ),
    }),
  )
  .query(async ({ ctx, input }) => ({
    items:
      input.text === ''
        ? []
        : await ctx.inCompany((tx) => readSuggestions(tx, input.text, MOST_SUGGESTED)),
  }));

/** As many as are read at a glance. */
const MOST_SUGGESTED = 8;
