import { z } from 'zod';
import { changeCompany as writeCompany } from '../../db/company-settings';
import { withCompany } from '../../db/pool';
import { countryCodes } from '../../domain/countries';
import { parseName } from '../../domain/typed-text';
import { refuseField } from '../auth/check-password';
import { permitted } from '../trpc';

/**
 * Changes what the company decides about itself: the name that mails and pages show, the country that
 * mobile numbers without a country code belong to, and whether rows need a mobile number.
 */
export const changeCompany = permitted('company.change')
  .input(
    z.strictObject({
      name: z.string().max(1_000).optional(),
      country: z.string().max(10).optional().meta({ description: 'ISO 3166-1 alpha-2.' }),
      mobileRequired: z.boolean().optional(),
    }),
  )
  .output(z.object({ name: z.string(), country: z.string(), mobileRequired: z.boolean() }))
  .mutation(({ ctx: { services, caller }, input }) => {
    const { name: typed, country, mobileRequired } = input;
    const name =
      typed === undefined ? undefined : (parseName(typed) ?? refuseField('name', 'invalid_name'));
    if (country !== undefined && !countryCodes.has(country)) {
      return refuseField('country', 'invalid_country');
    }
    const change = {
      ...(name !== undefined && { name }),
      ...(country !== undefined && { country }),
      ...(mobileRequired !== undefined && { mobileRequired }),
    };
    const companyId = caller.company.id;
    const actor = { kind: caller.kind, id: caller.id };
    return withCompany(services.platformDb, companyId, (tx) =>
      writeCompany(tx, { companyId, actor, change }),
    );
  });
