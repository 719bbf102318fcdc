import { z } from 'zod';
import { reasonCodes } from '../domain/reasons';
import { issueSchema, removalSchema } from './distributions';

/** What every refused call answers, by REST in the body and by tRPC in `data.error`. */
export const errorSchema = z.object({
  code: z.enum(reasonCodes),
  message: z.string(),
  nextAction: z.string(),
  requestId: z.string().meta({ description: 'Give it to support.' }),
  issues: z.array(issueSchema).optional(),
  balance: z.int().optional(),
  required: z.int().optional(),
  shortfall: z.int().optional(),
  suggestedRemovals: z.array(removalSchema).optional(),
});
export type ErrorBody = z.infer<typeof errorSchema>;

export type ErrorDetails = Omit<ErrorBody, 'code' | 'message' | 'nextAction' | 'requestId'>;
