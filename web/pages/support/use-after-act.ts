import { useQueryClient } from '@tanstack/react-query';
import { trpc } from '../../client/trpc';
import type { SupportTicket } from './support-types';

/**
 * What follows an act on a ticket: the page shows the ticket as the act left it, and the queue is read
 * again. After a refusal the ticket is read again, since somebody may have been quicker; the next
 * confirmation then is of what is shown.
 */
export function useAfterAct(ticketId: string): {
  onSuccess: (ticket: SupportTicket) => Promise<void>;
  onError: () => Promise<void>;
} {
  const client = useQueryClient();
  return {
    onSuccess: async (ticket) => {
      client.setQueryData(trpc.support.ticket.queryKey({ id: ticketId }), ticket);
      await client.invalidateQueries(trpc.support.queue.pathFilter());
    },
    onError: () => client.invalidateQueries(trpc.support.ticket.queryFilter({ id: ticketId })),
  };
}
