import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { useToast } from '../../design/use-toast';

/** Copies a campaign and opens the copy, to be changed. */
export function useCopyCampaign() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  return useMutation(
    trpc.campaigns.copy.mutationOptions({
      onSuccess: async (copy) => {
        client.setQueryData(trpc.campaigns.get.queryKey({ id: copy.id }), copy);
        toast(t('campaignList.copied'));
        await navigate({ to: '/campaigns/$id', params: { id: copy.id } });
        await client.invalidateQueries(trpc.campaigns.list.pathFilter());
      },
    }),
  );
}
