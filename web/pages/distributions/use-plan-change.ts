import { useQueryClient } from '@tanstack/react-query';
import { trpc } from '../../client/trpc';
import { useToast } from '../../design/use-toast';
import type { Distribution } from './distribution-page';

/**
 * What follows a change of when or whether a send goes out: the page shows the answer, lists and
 * figures are read again. A refusal means that the page is behind: it looks again.
 */
export function usePlanChange(id: string, done: string) {
  const client = useQueryClient();
  const toast = useToast();
  return {
    onSuccess: async (changed: Distribution) => {
      // What was asked before the change may be answered after it, and would show the past.
      await client.cancelQueries(trpc.distributions.get.queryFilter({ id }));
      client.setQueryData(trpc.distributions.get.queryKey({ id }), changed);
      toast(done);
      await Promise.all([
        client.invalidateQueries(trpc.distributions.list.pathFilter()),
        client.invalidateQueries(trpc.distributions.awaitingApproval.pathFilter()),
        client.invalidateQueries(trpc.overview.pathFilter()),
        client.invalidateQueries(trpc.balance.pathFilter()),
      ]);
    },
    onError: () => client.invalidateQueries(trpc.distributions.get.queryFilter({ id })),
  };
}

/** Whether when it goes out can still be changed. */
export function isWaiting(status: Distribution['status']): boolean {
  return status === 'scheduled' || status === 'awaiting_funds' || status === 'awaiting_approval';
}

/** For who has looked before: of two who act at once, the second is told. */
export function asSeen({ sendAt }: Distribution): { ifSendAt?: string } {
  return sendAt === null ? {} : { ifSendAt: sendAt };
}
