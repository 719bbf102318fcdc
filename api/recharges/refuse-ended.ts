import { refuse } from '../errors';

/**
 * Refuses to pay or to cancel what is paid, cancelled or expired. The table's own texts are for the
 * platform's finance, which has a payment in its hands.
 */
export function refuseEnded(status: 'paid' | 'cancelled' | 'expired'): never {
  const { code, message, nextAction } = ended[status];
  return refuse(code, undefined, message, nextAction);
}

const ended = {
  paid: {
    code: 'recharge_already_paid',
    message: 'This recharge is paid already.',
    nextAction: 'Look at your balance; raise a ticket if something is wrong with the recharge.',
  },
  cancelled: {
    code: 'recharge_cancelled',
    message: 'This recharge was cancelled.',
    nextAction: 'Ask for a new recharge.',
  },
  expired: {
    code: 'recharge_expired',
    message: 'The time to pay this recharge is over.',
    nextAction: 'Ask for a new recharge.',
  },
} as const;
