import { z } from 'zod';
import { apiKeySchema } from '../../contracts/api-keys';
import { id } from '../../contracts/distributions';
import { findApiKeyById, revokeApiKey } from '../../db/api-keys';
import { actorOf } from '../context';
import { refuse } from '../errors';
import { inTeam } from '../team/in-team';
import { permitted } from '../trpc';

/** Revokes an API key for good: the next call with it is refused. Revoking it again changes nothing. */
export const revokeKey = permitted('keys.manage')
  .input(z.strictObject({ id }))
  .output(apiKeySchema)
  .mutation(({ ctx, input }) =>
    inTeam(ctx, async (tx, actor) => {
      const found = (await findApiKeyById(tx, input.id)) ?? refuse('not_found');
      if (await revokeApiKey(tx, input.id, actorOf(ctx.caller))) {
        const { name, prefix, scope } = found;
        await actor.record('revoke_api_key', { name, prefix, scope }, {});
      }
      return (await findApiKeyById(tx, input.id)) ?? refuse('internal_error');
    }),
  );
