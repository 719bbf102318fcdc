import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Inputs, trpc } from '../../../client/trpc';
import { toRefusalView } from '../../../client/refusal';
import type { Draft } from '../review/review';

/**
 * Changes of a file, each on the version that one has looked at. When somebody else was faster, the
 * newest is read, and what each of these throws says so.
 */
export function useDraftChanges(draft: Draft) {
  const client = useQueryClient();
  const key = trpc.drafts.get.queryKey({ id: draft.id });
  const shared = {
    onSuccess: (changed: Draft) => {
      client.setQueryData(key, changed);
      return client.invalidateQueries(trpc.drafts.rows.pathFilter());
    },
    onError: (refusal: unknown) => {
      const { code } = toRefusalView(refusal);
      if (code === 'draft_changed' || code === 'draft_closed') {
        void client.invalidateQueries(trpc.drafts.pathFilter());
      }
    },
  };
  const update = useMutation(trpc.drafts.update.mutationOptions(shared));
  const updateRow = useMutation(trpc.drafts.updateRow.mutationOptions(shared));
  const removeRows = useMutation(trpc.drafts.removeRows.mutationOptions(shared));
  const restoreRows = useMutation(trpc.drafts.restoreRows.mutationOptions(shared));
  const seen = () => {
    const newest = client.getQueryData(key) ?? draft;
    return { id: draft.id, version: newest.version };
  };
  return {
    choose: (change: Pick<Inputs['drafts']['update'], 'campaignId' | 'ifUnregistered'>) =>
      update.mutateAsync({ ...seen(), ...change }),
    mend: (row: number, cells: RowCells) => updateRow.mutateAsync({ ...seen(), row, ...cells }),
    remove: (chosen: ChosenRows) => removeRows.mutateAsync({ ...seen(), ...chosen }),
    restore: (chosen: ChosenRows) => restoreRows.mutateAsync({ ...seen(), ...chosen }),
  };
}

export type DraftChanges = ReturnType<typeof useDraftChanges>;
export type RowCells = Pick<
  Inputs['drafts']['updateRow'],
  'name' | 'email' | 'points' | 'mobile' | 'citation'
>;
type ChosenRows = Pick<Inputs['drafts']['removeRows'], 'rows' | 'group'>;
