import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { rewardWithTimelineSchema } from '../../contracts/resends';
import { emailInput, optionalMessageInput } from '../../contracts/tickets';
import { recordAudit } from '../../db/audit';
import { type AddressChange, changeAddress } from '../../db/change-address';
import { findReward } from '../../db/find-reward';
import { withCompany } from '../../db/pool';
import { type EmailAddress, parseEmailAddress } from '../../domain/email-address';
import { describeReason, type ReasonCode } from '../../domain/reasons';
import type { Caller, Context, Services } from '../context';
import { refuse } from '../errors';
import { requireMessage } from '../tickets/ticket-texts';
import { countAddress } from '../told-addresses';
import { sendingProcedure } from '../trpc';

/**
 * Corrects the address of a reward that nobody has claimed (rule R13): what is planned goes there; of
 * what was mailed the link is dead, and a new mail goes out. The address that the reward has already changes nothing.
 */
export const changeEmail = sendingProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/rewards/{id}/change-email',
      operationId: 'changeRewardEmail',
      tags: ['Rewards'],
      summary: 'Correct the address of a reward that nobody has claimed',
      description:
        'For what waits for its time or for funds, for invitations, and for e-mails that failed while the account is not activated, which moves with all of its rewards. The new address is judged as in a new row; an invitation to one that is registered with your company is credited at once. What has arrived is `already_sent`: open a ticket. Of what is mailed at once, at most 3 changes within an hour; Retry-After says when the next is possible.',
      errorResponses: [400, 401, 403, 404, 409, 422, 429],
    },
  })
  .input(
    z.strictObject({
      id,
      email: emailInput,
      reason: optionalMessageInput.meta({ description: 'Why; kept in the audit record.' }),
    }),
  )
  .output(rewardWithTimelineSchema)
  .mutation(async ({ ctx, input }) => {
    const { services, caller } = ctx;
    const found = await ctx.inCompany((tx) => findReward(tx, input.id));
    if (found === undefined) return refuse('not_found');
    const email = parseEmailAddress(input.email) ?? refuseEmail('invalid_email');
    const reason = input.reason === '' ? NO_REASON : requireMessage(input.reason, 'reason');
    if (email.address !== found.email)
      await countAddress(services, caller.company.id, email.address);
    const changed = await change(services, caller, { rewardId: input.id, email, reason });
    if (changed.outcome === 'refused') return refuseChange(changed, ctx.reply);
    for (const distributionId of changed.outcome === 'changed' ? changed.toWake : []) {
      services.dispatcher.wake({ distributionId, rewardIds: [] });
    }
    return (await ctx.inCompany((tx) => findReward(tx, input.id))) ?? refuse('not_found');
  });

const NO_REASON = 'The sender corrected the address of an unclaimed reward.';

/** Links and people's accounts are not the API role's: this runs as the platform, for one company. */
async function change(
  { platformDb, linkTokens }: Services,
  caller: Caller,
  { rewardId, email, reason }: { rewardId: string; email: EmailAddress; reason: string },
): Promise<AddressChange> {
  const companyId = caller.company.id;
  return withCompany(platformDb, companyId, async (tx) => {
    const changed = await changeAddress(tx, {
      companyId,
      rewardId,
      email,
      by: 'admin',
      linkTokens,
    });
    if (changed.outcome !== 'changed') return changed;
    await recordAudit(tx, {
      ...{ companyId, rewardId, reason },
      actor: { kind: caller.kind, id: caller.id },
      action: 'change_email',
      before: changed.before,
      after: changed.after,
    });
    return changed;
  });
}

function refuseChange(
  { code, retryAfterSeconds }: Extract<AddressChange, { outcome: 'refused' }>,
  reply: Context['reply'],
): never {
  if (code === 'already_sent') return refuse(code, {}, ARRIVED);
  if (retryAfterSeconds !== undefined) {
    reply.headers['retry-after'] = String(retryAfterSeconds);
    return refuse(code, {}, CHANGED_OFTEN);
  }
  const isAboutAddress = [
    'unregistered',
    'recipient_is_admin',
    'registered_with_another_company',
    'address_registered',
  ].includes(code);
  return isAboutAddress ? refuseEmail(code) : refuse(code);
}

const ARRIVED = 'The points have arrived, so the sender cannot change the address any more.';

/** As db/change-address.ts counts. */
const CHANGED_OFTEN = 'The address of this reward was changed 3 times within the hour.';

function refuseEmail(code: ReasonCode): never {
  const { message, nextAction } = describeReason(code);
  const issues = [{ path: 'email', code, message: `${message} ${nextAction}` }];
  return refuse(code, { issues });
}
