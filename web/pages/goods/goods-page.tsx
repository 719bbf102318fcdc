import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { PageLoading } from '../../shell/page-loading';
import { GoodsEditor } from './goods-editor';

const route = getRouteApi('/admin/catalogue/$id');

/** Goods of the catalogue, to be changed. */
export function GoodsPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(trpc.catalogue.get.queryOptions({ id }));
  if (data === undefined && error !== null) {
    return <FormError error={error} onRetry={() => void refetch()} />;
  }
  return data === undefined ? <PageLoading /> : <GoodsEditor key={id} goods={data} />;
}
