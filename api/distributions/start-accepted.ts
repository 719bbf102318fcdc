import type { Distribution } from '../../contracts/distributions';
import type { Dispatcher } from '../dispatcher';

/** Hands what was accepted to Temporal: at once, or to the run that waits with it. */
export function startAccepted(
  dispatcher: Dispatcher,
  { id, recipients, status }: Pick<Distribution, 'id' | 'recipients' | 'status'>,
): void {
  if (status === 'accepted') {
    dispatcher.submit({ id, recipients });
    return;
  }
  dispatcher.call({ distributionId: id });
  if (status === 'awaiting_approval') dispatcher.wakeApproval(id);
}
