import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { InsufficientBalanceError } from '../../db/ledger';
import { lockReward } from '../../db/replace-link';
import { decideReversal, requestReversal, reverseReward } from '../../db/reverse-reward';
import type { Transaction } from '../../db/pool';
import { rewardStatusesBefore } from '../../domain/states';
import { refuse } from '../errors';
import { supportProcedure } from '../trpc';
import { type Acted, actInput, actOutput, changeTicket } from './change-ticket';
import { requireReward } from './help-rewards';

/**
 * Takes a reward's points back to the Company Balance (rule R9): only unspent ones. Above
 * BESTOW_REVERSE_TWO_PERSON_POINTS it asks for a second person, who decides by `decideReversal`.
 */
export const reversePoints = supportProcedure
  .input(z.strictObject({ ...actInput, rewardId: id }))
  .output(actOutput)
  .mutation(({ ctx, input }) =>
    changeTicket(ctx, input, async ({ tx, ticket, by, reason }) => {
      const { rewardId } = input;
      // An outage is no reason to take points back: that is asked for in a ticket of its company.
      if (ticket.companyId === null) return refuse('not_in_this_state');
      const companyId = await requireReward(tx, ticket, rewardId);
      const reward = await lockReward(tx, companyId, rewardId);
      if (reward === undefined) return refuse('not_found');
      const reversible: readonly string[] = rewardStatusesBefore('reversed');
      if (!reversible.includes(reward.status)) return refuse('not_in_this_state');
      const { points } = reward;
      if (points <= ctx.services.settings.reverseTwoPersonPoints) {
        return reversal(tx, rewardId, reward);
      }
      const request = { companyId, ticketId: ticket.id, rewardId, points, reason, agentId: by.id };
      const requestId = await requestReversal(tx, request);
      if (requestId === undefined) return refuse('second_person_required');
      const audit = {
        action: 'request_reversal',
        rewardId,
        before: {},
        after: { requestId, points },
      };
      return { audit };
    }),
  );

/** Approves or rejects a reversal that another person of support asked for. */
export const decideReversalRequest = supportProcedure
  .input(z.strictObject({ ...actInput, requestId: id, approve: z.boolean() }))
  .output(actOutput)
  .mutation(({ ctx, input }) =>
    changeTicket(ctx, input, async ({ tx, ticket, by }) => {
      const { requestId, approve } = input;
      const decision = { requestId, ticketId: ticket.id, agentId: by.id, approve };
      const decided = await decideReversal(tx, decision);
      if ('code' in decided) return refuse(decided.code);
      const { rewardId } = decided;
      if (!approve) {
        const before = { requestId };
        return { audit: { action: 'reject_reversal', rewardId, before, after: {} } };
      }
      const companyId = await requireReward(tx, ticket, rewardId);
      const reward = await lockReward(tx, companyId, rewardId);
      return reward === undefined ? refuse('not_found') : reversal(tx, rewardId, reward);
    }),
  );

function reversal(
  tx: Transaction,
  rewardId: string,
  { status, points, distributionId }: { status: string; points: number; distributionId: string },
): Acted {
  return {
    audit: {
      action: 'reverse_points',
      rewardId,
      before: { status },
      after: { status: 'reversed', points },
    },
    wake: [distributionId],
    last: async () => {
      try {
        const reversed = await reverseReward(tx, rewardId);
        return reversed === undefined ? refuse('not_in_this_state') : reversed.funded;
      } catch (error) {
        if (error instanceof InsufficientBalanceError) return refuse('points_spent');
        throw error;
      }
    },
  };
}
