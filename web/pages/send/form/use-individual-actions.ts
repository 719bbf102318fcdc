import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { trpc } from '../../../client/trpc';
import { newKey } from '../../../client/new-key';
import type { ReviewActions } from '../review/review-dialog';
import type { Row } from './rows';
import { type Asked, type Check, toRequest } from './use-check';
import type { Form, FormChange } from './use-individual-form';

/** What the dialogs before a send do to the form. */
export function useIndividualActions(options: Options): ReviewActions {
  const { form, change, forget, last, check, close, timeZone } = options;
  const client = useQueryClient();
  const navigate = useNavigate();
  const create = useMutation(
    trpc.distributions.create.mutationOptions({
      trpc: { context: { idempotencyKey: form.key } },
    }),
  );
  const checked: readonly Row[] = last?.rows ?? [];
  const remove = async (isRemoved: (index: number) => boolean) => {
    const ids = checked.filter((_row, index) => isRemoved(index)).map(({ id }) => id);
    change({ do: 'remove', ids });
    const rows = checked.filter((_row, index) => !isRemoved(index));
    if (rows.length === 0) close();
    else await check({ ...form, rows });
  };
  return {
    rechargeKey: form.key,
    onUnregistered: async (choice) => {
      if (choice === 'remove') {
        return remove((index) => isUnregistered(last?.preview.rewards[index]?.outcome));
      }
      change({ do: 'unregistered', ifUnregistered: choice });
      await check({ ...form, ifUnregistered: choice, rows: checked });
    },
    onRemoveSuggested: () => {
      const suggested = new Set(last?.preview.suggestedRemovals.map(({ row }) => row));
      return remove((index) => suggested.has(index + 1));
    },
    onSend: async ({ ifInsufficient }) => {
      const request = toRequest({ ...form, rows: checked }, timeZone);
      const answer = await create.mutateAsync({ ...request, ifInsufficient });
      if ('dryRun' in answer) throw new Error('A send was answered with a dry run.');
      forget();
      void client.invalidateQueries(trpc.balance.pathFilter());
      void client.invalidateQueries(trpc.distributions.list.pathFilter());
      return answer;
    },
    onSent: (id) => void navigate({ to: '/distributions/$id', params: { id } }),
    onNewKey: () => change({ do: 'newKey', key: newKey() }),
  };
}

interface Options {
  form: Form;
  change: (change: FormChange) => void;
  forget: () => void;
  last: Check | undefined;
  check: (asked: Asked) => Promise<Check>;
  close: () => void;
  timeZone: string;
}

function isUnregistered(outcome: string | undefined): boolean {
  return outcome === 'will_be_invited' || outcome === 'will_be_registered';
}
