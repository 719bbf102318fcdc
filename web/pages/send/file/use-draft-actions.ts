import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { trpc } from '../../../client/trpc';
import { type Choices, readWhen } from '../choices';
import type { Draft } from '../review/review';
import type { ReviewActions } from '../review/review-dialog';
import type { DraftChanges } from './use-draft-changes';

/** What the dialogs before a send do to a file. It is sent once: the file itself is the key. */
export function useDraftActions(options: Options): ReviewActions {
  const { draft, choices, timeZone, changes, forget } = options;
  const client = useQueryClient();
  const navigate = useNavigate();
  const distribute = useMutation(trpc.drafts.distribute.mutationOptions());
  const { id, version } = draft;
  return {
    rechargeKey: `draft/${id}`,
    onUnregistered: async (choice) => {
      if (choice !== 'remove') await changes.choose({ ifUnregistered: choice });
      else {
        const isInvited = draft.groups.will_be_invited > 0;
        await changes.remove({ group: isInvited ? 'will_be_invited' : 'will_be_registered' });
      }
    },
    onRemoveSuggested: async () => {
      await changes.remove({ rows: draft.suggestedRemovals.map(({ row }) => row) });
    },
    onSend: async ({ ifInsufficient, confirm }) => {
      const when = readWhen(choices, timeZone);
      const sent = await distribute.mutateAsync({
        ...{ id, version, ...when, ifInsufficient, confirm: [...confirm] },
        // The dialog has said how many are not sent.
        ifInvalid: 'skip',
      });
      forget();
      void client.invalidateQueries(trpc.balance.pathFilter());
      void client.invalidateQueries(trpc.distributions.list.pathFilter());
      return sent;
    },
    onSent: (distributionId) => {
      void client.invalidateQueries(trpc.drafts.pathFilter());
      void navigate({ to: '/distributions/$id', params: { id: distributionId } });
    },
  };
}

interface Options {
  draft: Draft;
  choices: Choices;
  timeZone: string;
  changes: DraftChanges;
  forget: () => void;
}
