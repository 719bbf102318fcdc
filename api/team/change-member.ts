import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { type TeamMember, teamMemberSchema } from '../../contracts/team';
import type { Transaction } from '../../db/pool';
import { endSessions } from '../../db/sessions';
import { countOwners, findMember, removeMember, setRole } from '../../db/team';
import { adminRoles } from '../../domain/permissions';
import { refuse } from '../errors';
import { permitted } from '../trpc';
import { inTeam } from './in-team';

/** Gives a person another role, which counts from the next call on. */
export const changeRole = permitted('team.manage')
  .input(z.strictObject({ id, role: z.enum(adminRoles) }))
  .output(teamMemberSchema)
  .mutation(({ ctx, input: { id: adminId, role } }) =>
    inTeam(ctx, async (tx, actor) => {
      const member = (await findMember(tx, adminId, ctx.caller.id)) ?? refuse('not_found');
      if (member.role === role) return member;
      actor.requireOwner([member.role, role]);
      await requireAnotherOwner(tx, member);
      await setRole(tx, adminId, role);
      const { email } = member;
      await actor.record('change_role', { email, role: member.role }, { email, role });
      return { ...member, role };
    }),
  );

/** Removes a person from the team, who is signed out everywhere at once. */
export const removeFromTeam = permitted('team.manage')
  .input(z.strictObject({ id }))
  .output(z.object({ removed: z.literal(true) }))
  .mutation(({ ctx, input: { id: adminId } }) =>
    inTeam(ctx, async (tx, actor) => {
      const member = (await findMember(tx, adminId, ctx.caller.id)) ?? refuse('not_found');
      actor.requireOwner([member.role]);
      await requireAnotherOwner(tx, member);
      await removeMember(tx, adminId);
      await endSessions(tx, { kind: 'admin', id: adminId });
      const { name, email, role } = member;
      await actor.record('remove_admin', { name, email, role }, {});
      return { removed: true };
    }),
  );

/** @throws a refusal `last_owner`: a company without an owner could make none. */
async function requireAnotherOwner(tx: Transaction, { role }: TeamMember): Promise<void> {
  if (role === 'owner' && (await countOwners(tx)) <= 1) refuse('last_owner');
}
