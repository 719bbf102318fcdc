import { z } from 'zod';
import { inputRefusal } from '../errors';
import type { Upload } from './create-draft';

/**
 * What may be chosen with an upload, by the texts of its form.
 *
 * @throws Refusal `bad_request` that names the field
 */
export function readUploadFields(texts: unknown): Pick<Upload, 'ifUnregistered' | 'campaignId'> {
  const parsed = fields.safeParse(texts ?? {});
  if (!parsed.success) throw inputRefusal(parsed.error);
  const { ifUnregistered, campaignId } = parsed.data;
  return { ifUnregistered, campaignId: campaignId ?? null };
}

const fields = z.strictObject({
  ifUnregistered: z.enum(['register', 'invite', 'fail']).default('invite'),
  campaignId: z.string().max(100).optional(),
});
