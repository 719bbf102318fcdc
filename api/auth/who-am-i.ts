import { z } from 'zod';
import { findPerson } from '../../db/persons';
import {
  adminRoles,
  companyPermissions,
  keyRoles,
  permissionsOf,
  platformPermissions,
  platformPermissionsOf,
  platformRoles,
} from '../../domain/permissions';
import type { Context } from '../context';
import { refuse } from '../errors';
import { personOf, publicProcedure } from '../trpc';

/** Who is calling: what a page needs to know before it shows anything. */
export const meSchema = z.object({
  kind: z.enum(['admin', 'api_key', 'platform']),
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: z.enum([...new Set([...adminRoles, ...keyRoles, ...platformRoles])]),
  permissions: z.array(z.enum([...companyPermissions, ...platformPermissions])),
  /** Null for the platform's people, who act for no company. */
  company: z
    .object({
      id: z.string(),
      name: z.string(),
      timeZone: z.string(),
      country: z.string(),
      mobileRequired: z.boolean(),
      approvalLimit: z.int().nullable(),
    })
    .nullable(),
  limits: z.object({
    maxRecipients: z.int(),
    maxFileBytes: z.int(),
    maxPointsPerReward: z.int(),
  }),
  help: z.object({ supportEmail: z.string(), whatsapp: z.string() }),
  /** Of operators only: where workflows are inspected. */
  temporalUiUrl: z.string().nullable(),
  temporalNamespace: z.string().nullable(),
  totpEnabled: z.boolean(),
});
export type Me = z.infer<typeof meSchema>;

/** Who is calling: an admin, an API key, or one of the platform's people. */
export const whoAmI = publicProcedure.output(meSchema).query(({ ctx }) => describeCaller(ctx));

export async function describeCaller(ctx: Context): Promise<Me> {
  const { caller, services } = ctx;
  const person = personOf(ctx);
  const found = person && (await findPerson(services.platformDb, person));
  const about = aboutPlatform(services);
  if (caller !== undefined) {
    const { id, name, role, company, kind } = caller;
    const { timeZone, country, mobileRequired, approvalLimit } = company;
    return {
      ...{ kind, id, name, role, email: found?.email ?? null },
      permissions: [...permissionsOf(role)],
      company: {
        ...{ id: company.id, name: company.name },
        ...{ timeZone, country, mobileRequired, approvalLimit },
      },
      ...about,
      ...{ temporalUiUrl: null, temporalNamespace: null },
      totpEnabled: found?.totpEnabled ?? false,
    };
  }
  const role = platformRoles.find((known) => known === found?.role);
  if (found === undefined || role === undefined) return refuse('unauthorized');
  const permissions = [...platformPermissionsOf(role)];
  const inspects = permissions.includes('workflows.inspect');
  return {
    ...{ kind: 'platform', id: found.id, name: found.name, role, email: found.email },
    permissions,
    company: null,
    ...about,
    temporalUiUrl: inspects ? (services.settings.temporalUiUrl ?? null) : null,
    temporalNamespace: inspects ? services.settings.temporalNamespace : null,
    totpEnabled: found.totpEnabled,
  };
}

function aboutPlatform({ settings }: Context['services']): Pick<Me, 'limits' | 'help'> {
  const { maxRecipients, maxFileBytes, maxPointsPerReward } = settings;
  return {
    limits: { maxRecipients, maxFileBytes, maxPointsPerReward },
    help: { supportEmail: settings.supportEmail, whatsapp: settings.supportWhatsapp },
  };
}
