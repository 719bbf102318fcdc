import { z } from 'zod';
import { id, timeZoneInput } from '../../contracts/distributions';
import { changeTimeZone } from '../company/change-time-zone';
import { sendingProcedure } from '../trpc';

/** Sets where a recipient has his morning; null is where the company has it. */
export const setRecipientTimeZone = sendingProcedure
  .meta({
    openapi: {
      method: 'PUT',
      path: '/recipients/{id}/time-zone',
      operationId: 'setRecipientTimeZone',
      tags: ['Recipients'],
      summary: 'Set the time zone of a recipient',
      description:
        'For sends with `sendOnMorning` that are accepted from now on. `null`: the time zone of the company.',
      errorResponses: [400, 401, 403, 404, 422],
    },
  })
  .input(z.strictObject({ id, timeZone: timeZoneInput.nullable() }))
  .output(z.object({ id, timeZone: z.string().nullable() }))
  .mutation(async ({ ctx, input }) => {
    await changeTimeZone(ctx, input.timeZone, { recipientId: input.id });
    return input;
  });
