import { z } from 'zod';
import { watchedProcess } from './watched-process';

/** A line that the supervisor writes to its guardian: all processes of now, or that all is over. */
export const guardianMessage = z.union([z.array(watchedProcess), z.literal('goodbye')]);

export type GuardianMessage = z.infer<typeof guardianMessage>;
