import { findFirstMorning } from '../../db/first-morning';
import type { Transaction } from '../../db/pool';
import { readSendTime, refuseSendTime } from './read-send-time';

/**
 * The time of a send; of one by local mornings the first of them.
 *
 * @param emailKeys of its recipients.
 * @throws a refusal `invalid_send_at`.
 */
export async function findSendTime(
  inCompany: <Result>(work: (tx: Transaction) => Promise<Result>) => Promise<Result>,
  companyId: string,
  input: {
    sendAt?: string | undefined;
    timeZone?: string | undefined;
    sendOnMorning?: string | undefined;
  },
  emailKeys: readonly string[],
): Promise<{ sendAt: string | null; timeZone: string | null; morning?: string }> {
  const morning = input.sendOnMorning;
  if (morning === undefined) return readSendTime(input);
  if (input.sendAt !== undefined || input.timeZone !== undefined) {
    return refuseSendTime('Give either sendAt or sendOnMorning');
  }
  const first = await inCompany((tx) => findFirstMorning(tx, companyId, emailKeys, morning));
  return { ...first, morning };
}
