import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { PageLoading } from '../../shell/page-loading';
import { CampaignEditor } from './campaign-editor';

const route = getRouteApi('/admin/campaigns/$id');

/** A campaign: to be changed, or (built in, archived) to be looked at and copied. */
export function CampaignPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(trpc.campaigns.get.queryOptions({ id }));
  if (data === undefined && error !== null) {
    return <FormError error={error} onRetry={() => void refetch()} />;
  }
  return data === undefined ? <PageLoading /> : <CampaignEditor key={id} campaign={data} />;
}
