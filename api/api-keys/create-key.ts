import { z } from 'zod';
import { apiKeySchema } from '../../contracts/api-keys';
import { countWorkingKeys, findApiKeyById } from '../../db/api-keys';
import { createApiKey } from '../../db/create-api-key';
import { keyScopes } from '../../domain/permissions';
import { parseName } from '../../domain/typed-text';
import { refuseField } from '../auth/check-password';
import { actorOf } from '../context';
import { refuse } from '../errors';
import { inTeam } from '../team/in-team';
import { permitted } from '../trpc';

/** Far more than integrations, far fewer than a list that nobody reads. */
const MOST_WORKING_KEYS = 50;

/** Makes an API key. `key` is the only time that it can be read. */
export const createKey = permitted('keys.manage')
  .input(z.strictObject({ name: z.string().max(200), scope: z.enum(keyScopes) }))
  .output(z.object({ item: apiKeySchema, key: z.string() }))
  .mutation(({ ctx, input }) =>
    inTeam(ctx, async (tx, actor) => {
      const name = parseName(input.name) ?? refuseField('name', 'invalid_name');
      if ((await countWorkingKeys(tx)) >= MOST_WORKING_KEYS) refuse('too_many_keys');
      const { scope } = input;
      const { caller } = ctx;
      const { id, prefix, key } = await createApiKey(tx, {
        ...{ companyId: caller.company.id, name, scope },
        createdBy: actorOf(caller),
      });
      await actor.record('create_api_key', {}, { name, prefix, scope });
      const item = (await findApiKeyById(tx, id)) ?? refuse('internal_error');
      return { item, key };
    }),
  );
