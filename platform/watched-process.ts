import { z } from 'zod';

/**
 * A process of the platform as the guardian and the next start know it: enough to recognise it and
 * to stop it properly.
 */
export type WatchedProcess = z.infer<typeof watchedProcess>;

export const watchedProcess = z.object({
  name: z.string(),
  pid: z.number(),
  startedAt: z.string(),
  /** The app and its workers go before what they work with. */
  goesFirst: z.boolean(),
  stopSteps: z.array(
    z.object({
      signal: z.custom<NodeJS.Signals>((value) => typeof value === 'string'),
      patienceSeconds: z.number(),
    }),
  ),
});
