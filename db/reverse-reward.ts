import type { ReasonCode } from '../domain/reasons';
import { rewardStatusesBefore } from '../domain/states';
import { account, postTransfers } from './ledger';
import { rowsOf, type Transaction } from './pool';
import { fundWaitingOf } from './recharge';

/**
 * Takes a reward's points back from the wallet to the Company Balance (rule R9: support only, and
 * only what was not spent). The last thing in a transaction: it locks the balance.
 *
 * @returns undefined when the reward is in no state that can be reversed.
 * @throws InsufficientBalanceError when the wallet does not hold the points any more.
 */
export async function reverseReward(
  tx: Transaction,
  rewardId: string,
): Promise<Reversed | undefined> {
  const [reward] = await rowsOf<{
    companyId: string;
    distributionId: string;
    recipientId: string;
    points: number;
    before: string;
  }>(
    tx,
    `WITH was AS (SELECT id, status FROM rewards WHERE id = ? AND status = ANY(?) FOR NO KEY UPDATE)
     UPDATE rewards r SET status = 'reversed', reason_code = NULL FROM was WHERE r.id = was.id
     RETURNING r.company_id AS "companyId", r.distribution_id AS "distributionId",
       r.recipient_id AS "recipientId", r.points, was.status AS before`,
    [rewardId, rewardStatusesBefore('reversed')],
  );
  if (reward === undefined) return undefined;
  const { companyId, distributionId, recipientId, points, before } = reward;
  await rowsOf(
    tx,
    `INSERT INTO reward_events (reward_id, company_id, event) VALUES (?, ?, 'reversed')`,
    [rewardId, companyId],
  );
  await postTransfers(tx, [
    {
      businessKey: `reverse/${rewardId}`,
      kind: 'reverse',
      points,
      from: account.walletOf(recipientId),
      to: account.balanceOf(companyId),
      ...{ companyId, distributionId, rewardId },
    },
  ]);
  // The points are back in the balance, which is locked already: they may be what another waits for.
  return { distributionId, points, before, funded: await fundWaitingOf(tx, companyId) };
}

export interface Reversed {
  distributionId: string;
  points: number;
  before: string;
  /** Distributions whose points could be held by this; to be signalled. */
  funded: string[];
}

/** Asks for a second person. @returns undefined when one is asked already. */
export async function requestReversal(
  tx: Transaction,
  request: {
    companyId: string;
    ticketId: string;
    rewardId: string;
    points: number;
    reason: string;
    agentId: string;
  },
): Promise<string | undefined> {
  const [made] = await rowsOf<{ id: string }>(
    tx,
    `INSERT INTO reversal_requests (company_id, ticket_id, reward_id, points, reason, requested_by)
     VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
    [
      request.companyId,
      request.ticketId,
      request.rewardId,
      request.points,
      request.reason,
      request.agentId,
    ],
  );
  return made?.id;
}

/** Decides a request that is open. @returns the reward, or why it cannot be decided so. */
export async function decideReversal(
  tx: Transaction,
  decision: { requestId: string; ticketId: string; agentId: string; approve: boolean },
): Promise<{ rewardId: string } | { code: ReasonCode }> {
  const [request] = await rowsOf<{ rewardId: string; requestedBy: string; outcome: string | null }>(
    tx,
    `SELECT reward_id AS "rewardId", requested_by AS "requestedBy", outcome FROM reversal_requests
     WHERE id = ? AND ticket_id = ? FOR UPDATE`,
    [decision.requestId, decision.ticketId],
  );
  if (request === undefined) return { code: 'not_found' };
  if (request.outcome !== null) return { code: 'not_in_this_state' };
  // Who asked may take it back, but not approve it.
  if (decision.approve && request.requestedBy === decision.agentId) {
    return { code: 'second_person_required' };
  }
  await rowsOf(
    tx,
    `UPDATE reversal_requests SET outcome = ?, decided_by = ?, decided_at = now() WHERE id = ?`,
    [decision.approve ? 'approved' : 'rejected', decision.agentId, decision.requestId],
  );
  return { rewardId: request.rewardId };
}
