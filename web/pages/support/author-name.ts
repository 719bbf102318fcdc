import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import type { SupportTicket } from './support-types';

/** Names of the people of support by their ids; of one who has left, a word for it. */
export function useAgentName(): (agentId: string | null) => string {
  const { t } = useTranslation();
  const { data: agents = [] } = useQuery(trpc.support.agents.queryOptions());
  return (agentId) => agents.find(({ id }) => id === agentId)?.name ?? t('supportTicket.somebody');
}

/** Who wrote an entry of a ticket, as a person reads it. */
export function useAuthorName(
  ticket: SupportTicket,
): (author: { kind: string; id: string | null }) => string {
  const { t } = useTranslation();
  const agentName = useAgentName();
  const { contact, company } = ticket;
  return ({ kind, id }) => {
    if (kind === 'agent') return agentName(id);
    if (kind === 'workflow') return t('supportTicket.bestow');
    if (kind === 'operator') return t('supportTicket.operator');
    return contact?.name ?? company?.name ?? t('supportTicket.customer');
  };
}
