import { z } from 'zod';
import { recordOwnChange } from '../../db/audit';
import { findPerson, setName } from '../../db/persons';
import { parseName } from '../../domain/typed-text';
import { refuse } from '../errors';
import { ownAccountProcedure } from '../trpc';
import { refuseField } from './check-password';

/** Changes one's own name, as colleagues and the mails of invitations show it. */
export const changeName = ownAccountProcedure
  .input(z.strictObject({ name: z.string().max(1_000) }))
  .output(z.object({ name: z.string() }))
  .mutation(async ({ ctx, input }) => {
    const { platformDb } = ctx.services;
    const name = parseName(input.name) ?? refuseField('name', 'invalid_name');
    const person = (await findPerson(platformDb, ctx.person)) ?? refuse('unauthorized');
    if (person.name === name) return { name };
    await platformDb.transaction(async (tx) => {
      await setName(tx, person, name);
      const change = { before: { name: person.name }, after: { name } };
      await recordOwnChange(tx, person, 'change_name', change);
    });
    return { name };
  });
