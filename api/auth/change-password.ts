import { z } from 'zod';
import { recordOwnChange } from '../../db/audit';
import { endPasswordResets } from '../../db/password-resets';
import { findPerson, setPassword } from '../../db/persons';
import { endSessions } from '../../db/sessions';
import { refuse } from '../errors';
import { ownAccountProcedure } from '../trpc';
import { tellPasswordChanged } from './access-mails';
import { confirmPassword, hashNewPassword, newPasswordInput } from './check-password';

/** Changes one's own password; every other session of the person ends. */
export const changePassword = ownAccountProcedure
  .input(z.strictObject({ currentPassword: z.string().max(1_000), newPassword: newPasswordInput }))
  .output(z.object({ sessionsEnded: z.int() }))
  .mutation(async ({ ctx, input }) => {
    const { platformDb } = ctx.services;
    const person = (await findPerson(platformDb, ctx.person)) ?? refuse('unauthorized');
    await confirmPassword(ctx, person, input.currentPassword, 'currentPassword');
    const passwordHash = await hashNewPassword(input.newPassword, person, 'newPassword');
    const changed = await platformDb.transaction(async (tx) => {
      await setPassword(tx, person, passwordHash);
      await endPasswordResets(tx, person);
      const sessionsEnded = await endSessions(tx, person, ctx.session.id);
      await recordOwnChange(tx, person, 'change_password', { after: { sessionsEnded } });
      return { sessionsEnded };
    });
    tellPasswordChanged(ctx.services, person);
    return changed;
  });
