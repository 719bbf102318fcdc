import type { Transaction } from '../../db/pool';
import { idempotentRequest } from '../../db/idempotency-keys';
import { findResendsOfKey } from '../../db/resend-keys';
import { type RequestedResends, requestResends } from '../../db/resends';
import { type Caller, type Context, actorOf } from '../context';
import { refuse } from '../errors';
import { parseResendAt } from './resend-rules';

/**
 * Asks for resends; what was asked for under the same `Idempotency-Key` before has its first answer,
 * also when its time is over.
 *
 * @param input what the caller sent, by which two requests are the same.
 * @throws refusals `idempotency_key_reused` and `invalid_resend_at`.
 */
export async function requestOnce(
  tx: Transaction,
  { idempotencyKey, caller }: Pick<Context, 'idempotencyKey'> & { caller: Caller },
  input: { at?: string | undefined },
  rewards: { distributionId: string; rewardIds: readonly string[] | undefined },
): Promise<RequestedResends & { isNew: boolean }> {
  const idempotent = idempotentRequest(idempotencyKey, input);
  const known = idempotent && (await findResendsOfKey(tx, idempotent));
  if (known === 'idempotency_key_reused') return refuse(known);
  if (known !== undefined) return { ...known, isNew: false };
  const [at, requestedBy] = [parseResendAt(input.at), actorOf(caller)];
  return {
    ...(await requestResends(tx, { ...rewards, at, requestedBy, idempotent })),
    isNew: true,
  };
}

/** Starts what is new, and says by status and headers whether it is. */
export function answerOnce(
  { services, reply }: Pick<Context, 'services' | 'reply'>,
  { resends, isNew }: RequestedResends & { isNew: boolean },
): void {
  reply.status = isNew ? 201 : 200;
  if (!isNew) {
    // Of a process that died before it started them, the sweeper does.
    reply.headers['idempotency-replayed'] = 'true';
    return;
  }
  for (const { id: resendId, rewardId, n } of resends) {
    services.dispatcher.startResend({ resendId, rewardId, n });
  }
}
