import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { type Invitation, type SentInvitation, sentInvitationSchema } from '../../contracts/team';
import { type AccessMail, createAccessMail } from '../../db/access-mails';
import {
  cancelInvitation as cancel,
  createInvitation,
  INVITATION_DAYS,
  lockInvitation,
  renewInvitation,
} from '../../db/admin-invitations';
import { findPerson } from '../../db/persons';
import type { Transaction } from '../../db/pool';
import { parseEmailAddress } from '../../domain/email-address';
import { adminRoles } from '../../domain/permissions';
import { sendAccessMail } from '../auth/access-mails';
import { refuseField } from '../auth/check-password';
import type { Caller } from '../context';
import { refuse } from '../errors';
import { invitationLimit } from '../rate-limits';
import { permitted } from '../trpc';
import { inTeam } from './in-team';

/** Invites somebody by mail. The invitation stands whatever the mail server answers, which is told. */
export const inviteToTeam = permitted('team.manage')
  .input(z.strictObject({ email: z.string().max(254), role: z.enum(adminRoles) }))
  .output(sentInvitationSchema)
  .mutation(async ({ ctx, input: { email: typed, role } }) => {
    const { services, caller } = ctx;
    const email = parseEmailAddress(typed) ?? refuseField('email', 'invalid_email');
    await invitationLimit(services.platformDb, caller.company.id).take(ctx.reply);
    const link = services.linkTokens.create();
    const { invitation, written } = await inTeam(ctx, async (tx, actor) => {
      actor.requireOwner([role]);
      await requireFree(tx, email.key, caller.company.id);
      const made =
        (await createInvitation(tx, {
          ...{ email, role, tokenHash: link.hash, days: INVITATION_DAYS },
          invitedBy: `admin/${caller.id}`,
        })) ?? refuseField('email', 'already_invited');
      await actor.record('invite_admin', {}, { email: email.address, role });
      return { invitation: made, written: await writeInvitation(tx, caller, made, link) };
    });
    return tellSent(invitation, await sendAccessMail(services, written));
  });

/** Mails a new link, with a new time; the one before is dead. */
export const resendInvitation = permitted('team.manage')
  .input(z.strictObject({ invitationId: id }))
  .output(sentInvitationSchema)
  .mutation(async ({ ctx, input: { invitationId } }) => {
    const { services, caller } = ctx;
    const link = services.linkTokens.create();
    const { invitation, written } = await inTeam(ctx, async (tx, actor) => {
      const found = await requireOpen(tx, invitationId);
      actor.requireOwner([found.role]);
      await invitationLimit(services.platformDb, caller.company.id).take(ctx.reply);
      await renewInvitation(tx, invitationId, { tokenHash: link.hash, days: INVITATION_DAYS });
      await actor.record('resend_invitation', {}, { email: found.email, role: found.role });
      const renewed = await requireOpen(tx, invitationId);
      return { invitation: renewed, written: await writeInvitation(tx, caller, renewed, link) };
    });
    return tellSent(invitation, await sendAccessMail(services, written));
  });

/** Takes an invitation back: its link is dead. */
export const cancelInvitation = permitted('team.manage')
  .input(z.strictObject({ invitationId: id }))
  .output(z.object({ cancelled: z.literal(true) }))
  .mutation(({ ctx, input: { invitationId } }) =>
    inTeam(ctx, async (tx, actor) => {
      const { email, role } = await requireOpen(tx, invitationId);
      actor.requireOwner([role]);
      await cancel(tx, invitationId);
      await actor.record('cancel_invitation', { email, role }, {});
      return { cancelled: true };
    }),
  );

/**
 * An address is an admin of one company only, and no admin is one of the platform. Whose it is
 * elsewhere is not said.
 */
async function requireFree(tx: Transaction, emailKey: string, companyId: string): Promise<void> {
  const person = await findPerson(tx, { emailKey });
  if (person === undefined) return;
  refuseField('email', person.companyId === companyId ? 'already_in_team' : 'cannot_be_invited');
}

async function requireOpen(tx: Transaction, invitationId: string): Promise<Invitation> {
  const found = (await lockInvitation(tx, invitationId)) ?? refuse('not_found');
  const { isOpen, ...invitation } = found;
  return isOpen ? invitation : refuse('invitation_over');
}

async function writeInvitation(
  tx: Transaction,
  caller: Caller,
  { email, role }: Invitation,
  link: { id: string; hash: Buffer },
): Promise<AccessMail> {
  const { name: inviterName, company } = caller;
  return createAccessMail(tx, {
    content: { kind: 'invitation', companyName: company.name, inviterName, role },
    ...{ toName: '', toAddress: email, link, minutes: INVITATION_DAYS * 24 * 60 },
  });
}

function tellSent(invitation: Invitation, mail: SentInvitation['mail']): SentInvitation {
  const standings = { accepted: 'sent', deferred: 'waiting', refused: 'failed' } as const;
  return { invitation: { ...invitation, mail: standings[mail] }, mail };
}
