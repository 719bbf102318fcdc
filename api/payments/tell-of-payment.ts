import { signalNames } from '../../contracts/workflows';
import type { TakenPayment } from '../../db/payments';
import type { Services } from '../context';

/** Lets go what waited for funds, and wakes the workflows of the recharge and of the ticket. */
export function tellOfPayment(
  { dispatcher }: Pick<Services, 'dispatcher'>,
  taken: Pick<TakenPayment, 'rechargeId' | 'funded' | 'status' | 'ticketId'>,
): void {
  const { rechargeId, funded, status, ticketId } = taken;
  for (const distributionId of funded) {
    dispatcher.call({ distributionId, signal: { name: signalNames.fundsAvailable, input: {} } });
  }
  if (rechargeId !== null && status === 'matched') dispatcher.wakeRecharge(rechargeId);
  if (ticketId !== null) dispatcher.wakeTicket(ticketId);
}
