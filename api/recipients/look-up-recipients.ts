import { z } from 'zod';
import { type Standing, standings } from '../../contracts/recipients';
import { lookUpAddresses } from '../../db/find-recipients';
import { parseEmailAddress } from '../../domain/email-address';
import { countAddresses } from '../told-addresses';
import { permitted } from '../trpc';

/** As many as a form or a file has rows. */
const MOST_LOOKED_UP = 500;

/**
 * What would become of addresses, while one types them. It says of a stranger's address no more than
 * a preview would (rule R5), and not of many: they are counted together with those of previews. Its own
 * people, and what is no address, count nothing.
 */
export const lookUpRecipients = permitted('distributions.send')
  .input(z.strictObject({ emails: z.array(z.string().max(400)).min(1).max(MOST_LOOKED_UP) }))
  .output(
    z.object({
      items: z.array(
        z.object({
          email: z
            .string()
            .meta({ description: 'As it was given; the order is that of the call.' }),
          standing: z.enum(standings),
        }),
      ),
    }),
  )
  .mutation(async ({ ctx, input }) => {
    const keys = input.emails.map((email) => parseEmailAddress(email)?.key);
    const asked = [...new Set(keys.filter((key) => key !== undefined))];
    const found = await ctx.inCompany((tx) => lookUpAddresses(tx, asked));
    const strangers = asked.filter((key) => found.get(key) !== 'registered');
    await countAddresses(ctx.services, ctx.caller.company.id, strangers);
    return {
      items: input.emails.map((email, index) => {
        const key = keys[index];
        const standing: Standing = key === undefined ? 'invalid' : (found.get(key) ?? 'invalid');
        return { email, standing };
      }),
    };
  });
