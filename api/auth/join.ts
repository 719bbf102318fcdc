import { z } from 'zod';
import {
  createAdmin,
  findInvitationOfLink,
  type LinkedInvitation,
  takeInvitation,
} from '../../db/admin-invitations';
import { recordChange } from '../../db/audit';
import { noteSignIn, type Person } from '../../db/persons';
import { adminRoles } from '../../domain/permissions';
import { parseName } from '../../domain/typed-text';
import type { Context } from '../context';
import { refuse } from '../errors';
import { linkUseLimit } from '../rate-limits';
import { publicProcedure } from '../trpc';
import { hashNewPassword, newPasswordInput, refuseField } from './check-password';
import { linkTokenInput } from './reset-password';

/** What the link of an invitation leads to. Looking uses nothing up: scanners of mails look, too. */
export const findInvitation = publicProcedure
  .input(z.strictObject({ token: linkTokenInput }))
  .output(z.object({ companyName: z.string(), email: z.string(), role: z.enum(adminRoles) }))
  .query(async ({ ctx, input }) => {
    const { companyName, email, role } = await requireInvitation(ctx, input.token);
    return { companyName, email, role };
  });

/** Joins the team by the link of an invitation, once, and signs in. */
export const join = publicProcedure
  .input(
    z.strictObject({
      token: linkTokenInput,
      name: z.string().max(1_000),
      password: newPasswordInput,
    }),
  )
  .output(z.object({ joined: z.literal(true) }))
  .mutation(async ({ ctx, input }) => {
    const { session, services } = ctx;
    if (session === undefined) return refuse('bad_request', undefined, 'Join by tRPC.');
    await linkUseLimit(services.platformDb, ctx.clientAddress).take(ctx.reply);
    const invitation = await requireInvitation(ctx, input.token);
    const name = parseName(input.name) ?? refuseField('name', 'invalid_name');
    const passwordHash = await hashNewPassword(input.password, { name, email: invitation.email });
    const person = await services.platformDb.transaction(async (tx): Promise<Person> => {
      if (!(await takeInvitation(tx, invitation.id, input.token))) refuse('invitation_over');
      const made = await createAdmin(tx, { ...invitation, name, passwordHash });
      if (made === undefined) return refuse('address_has_account');
      const { companyId, email, role } = invitation;
      const actor = { kind: 'admin', id: made.id } as const;
      await recordChange(tx, { companyId, actor, action: 'join_team', after: { email, role } });
      await noteSignIn(tx, actor);
      return actor;
    });
    await session.signIn(person);
    return { joined: true };
  });

async function requireInvitation({ services }: Context, token: string): Promise<LinkedInvitation> {
  return (await findInvitationOfLink(services.platformDb, token)) ?? refuse('invitation_over');
}
