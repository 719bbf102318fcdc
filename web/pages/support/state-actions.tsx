import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { ticketTransitions } from '../../../domain/tickets';
import { ActButton } from './act-button';
import { useAfterAct } from './use-after-act';
import type { SupportTicket } from './support-types';

/** What can be done with a ticket in its present state. */
export function StateActions({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation();
  const { id, state } = ticket;
  const after = useAfterAct(id);
  const wait = useMutation(trpc.support.waitForCustomer.mutationOptions(after));
  const resolve = useMutation(trpc.support.resolve.mutationOptions(after));
  const reopen = useMutation(trpc.support.reopen.mutationOptions(after));
  const may = ticketTransitions[state];
  return (
    <>
      {may.wait !== undefined && (
        <ActButton
          of={ticket}
          variant="default"
          label={t('supportAct.wait')}
          sentence={t('supportAct.waitSentence')}
          act={(said) => wait.mutateAsync(said)}
        />
      )}
      {may.resolve !== undefined && (
        <ActButton
          of={ticket}
          label={t('supportAct.resolve')}
          sentence={t('supportAct.resolveSentence')}
          act={(said) => resolve.mutateAsync(said)}
        />
      )}
      {may.reopen !== undefined && (
        <ActButton
          of={ticket}
          label={t('supportAct.reopen')}
          sentence={t('supportAct.reopenSentence')}
          act={(said) => reopen.mutateAsync(said)}
        />
      )}
    </>
  );
}
