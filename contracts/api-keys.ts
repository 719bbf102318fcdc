import { z } from 'zod';
import { keyScopes } from '../domain/permissions';
import { id } from './distributions';

/** An API key as people see it: never the key itself. */
export const apiKeySchema = z.object({
  id,
  name: z.string(),
  prefix: z.string().meta({ description: 'The first characters of the key.' }),
  scope: z.enum(keyScopes),
  createdAt: z.iso.datetime(),
  createdBy: z.string().nullable().meta({ description: 'A name; null: made with the company.' }),
  lastUsedAt: z.iso.datetime().nullable().meta({ description: 'To within five minutes.' }),
  revokedAt: z.iso.datetime().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;
