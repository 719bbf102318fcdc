import { signalNames } from '../../contracts/workflows';
import type { TakenPayment } from '../../db/payments';
import type { Services } from '../context';

/** Lets go what waited for funds, and lets the workflow of the recharge see its payment. */
export function tellOfPayment(
  { dispatcher }: Pick<Services, 'dispatcher'>,
  { rechargeId, funded, status }: Pick<TakenPayment, 'rechargeId' | 'funded' | 'status'>,
): void {
  for (const distributionId of funded) {
    dispatcher.call({ distributionId, signal: { name: signalNames.fundsAvailable, input: {} } });
  }
  if (rechargeId !== null && status === 'matched') dispatcher.wakeRecharge(rechargeId);
}
