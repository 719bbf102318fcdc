import { z } from 'zod';
import { invitationSchema, teamMemberSchema } from '../../contracts/team';
import { listInvitations } from '../../db/admin-invitations';
import { withCompany } from '../../db/pool';
import { listTeam as readTeam } from '../../db/team';
import { permitted } from '../trpc';

/** The people of the company, and who is invited and has not joined yet. */
export const listTeam = permitted('team.view')
  .input(z.strictObject({}).optional())
  .output(z.object({ people: z.array(teamMemberSchema), invitations: z.array(invitationSchema) }))
  .query(({ ctx: { services, caller } }) =>
    // Who has a second factor is not the company's to read in SQL, so this is not in its role.
    withCompany(services.platformDb, caller.company.id, async (tx) => ({
      people: await readTeam(tx, caller.id),
      invitations: await listInvitations(tx),
    })),
  );
