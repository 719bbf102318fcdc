import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { changeAddress } from '../../db/change-address';
import type { LockedTicket } from '../../db/change-ticket';
import { rowsOf, type Transaction } from '../../db/pool';
import { creditedStatuses, lockReward, replaceLink } from '../../db/replace-link';
import { retryMails } from '../../db/retry-mails';
import { parseEmailAddress } from '../../domain/email-address';
import { describeReason } from '../../domain/reasons';
import { refuse } from '../errors';
import { supportProcedure } from '../trpc';
import { actInput, actOutput, changeTicket } from './change-ticket';

/** Mails of the ticket's rewards that were refused or given up are tried again now. */
export const retryNow = supportProcedure
  .input(
    z.strictObject({
      ...actInput,
      rewardIds: z.array(id).max(500).optional().meta({ description: 'All, when left out.' }),
    }),
  )
  .output(actOutput)
  .mutation(({ ctx, input }) =>
    changeTicket(ctx, input, async ({ tx, ticket }) => {
      const rewardIds = await requireRewards(tx, ticket, input.rewardIds);
      const retried = await retryMails(tx, rewardIds);
      if (retried.length === 0) return refuse('not_in_this_state');
      const before = Object.fromEntries(
        retried.map(({ rewardId, status, reasonCode }) => [rewardId, { status, reasonCode }]),
      );
      return {
        audit: { action: 'retry_now', before, after: { retried: retried.length } },
        wake: [...new Set(retried.map(({ distributionId }) => distributionId))],
      };
    }),
  );

/** Corrects the address of a reward that nobody has claimed: old link dead, new mail. */
export const correctAddress = supportProcedure
  .input(z.strictObject({ ...actInput, rewardId: id, email: z.string() }))
  .output(actOutput)
  .mutation(({ ctx, input }) =>
    changeTicket(ctx, input, async ({ tx, ticket }) => {
      const { rewardId } = input;
      const companyId = await requireReward(tx, ticket, rewardId);
      const email = parseEmailAddress(input.email);
      if (email === undefined) {
        const { message, nextAction } = describeReason('invalid_email');
        const issue = { path: 'email', code: 'invalid_email' as const, message };
        return refuse('invalid_email', { issues: [issue] }, `${message} ${nextAction}`);
      }
      const { linkTokens } = ctx.services;
      const change = { companyId, rewardId, email, by: 'agent' as const, linkTokens };
      const changed = await changeAddress(tx, change);
      if (changed.outcome === 'refused') return refuse(changed.code);
      if (changed.outcome === 'unchanged') return refuse('not_in_this_state');
      const { before, after, toWake } = changed;
      return { audit: { action: 'correct_address', rewardId, before, after }, wake: toWake };
    }),
  );

/** A fresh link to hand over, shown this once. The link that was mailed is dead. */
export const makeClaimLink = supportProcedure
  .input(z.strictObject({ ...actInput, rewardId: id }))
  .output(z.object({ url: z.string(), ticket: actOutput }))
  .mutation(async ({ ctx, input }) => {
    let url = '';
    const { linkTokens, settings } = ctx.services;
    const ticket = await changeTicket(ctx, input, async ({ tx, ticket: locked }) => {
      const { rewardId } = input;
      const companyId = await requireReward(tx, locked, rewardId);
      const reward = await lockReward(tx, companyId, rewardId);
      if (reward === undefined) return refuse('not_found');
      const { status } = reward;
      const isInvitation = status === 'awaiting_registration';
      if (!isInvitation && !creditedStatuses.includes(status)) return refuse('not_in_this_state');
      if (isInvitation && reward.isClaimed) return refuse('not_in_this_state');
      if (!isInvitation && reward.isActivated) return refuse('account_activated');
      if (reward.isBeingMailed) return refuse('mail_in_progress');
      const purpose = isInvitation ? 'registration' : 'activation';
      const token = await replaceLink(tx, reward, purpose, linkTokens);
      await rowsOf(
        tx,
        `INSERT INTO reward_events (reward_id, company_id, event) VALUES (?, ?, 'claim_link_made')`,
        [rewardId, companyId],
      );
      url = `${settings.publicUrl}/${isInvitation ? 'register' : 'activate'}/${token}`;
      return {
        audit: { action: 'make_claim_link', rewardId, before: { status }, after: { purpose } },
      };
    });
    return { url, ticket };
  });

/** @throws a refusal `not_found` when one of them is not the ticket's. @returns all when none is named. */
async function requireRewards(
  tx: Transaction,
  ticket: LockedTicket,
  rewardIds: readonly string[] | undefined,
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    'SELECT reward_id AS id FROM ticket_rewards WHERE ticket_id = ? AND (reward_id = ANY(?::uuid[]) OR ?)',
    [ticket.id, rewardIds ?? [], rewardIds === undefined],
  );
  if (rewardIds !== undefined && rows.length !== new Set(rewardIds).size) refuse('not_found');
  return rows.map((row) => row.id);
}

/** The company of a reward of the ticket, which the transaction then stands in. */
export async function requireReward(
  tx: Transaction,
  ticket: LockedTicket,
  rewardId: string,
): Promise<string> {
  const [row] = await rowsOf<{ companyId: string }>(
    tx,
    'SELECT company_id AS "companyId" FROM ticket_rewards WHERE ticket_id = ? AND reward_id = ?',
    [ticket.id, rewardId],
  );
  if (row === undefined) return refuse('not_found');
  await rowsOf(tx, `SELECT set_config('bestow.company_id', ?, true)`, [row.companyId]);
  return row.companyId;
}
