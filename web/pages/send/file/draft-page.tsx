import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../../client/trpc';
import { FormError } from '../../../design/form-error';
import { useMe } from '../../../shell/navigation';
import { PageLoading } from '../../../shell/page-loading';
import { DraftForm } from './draft-form';
import type { Draft } from '../review/review';
import { SendPage } from '../send-page';

const route = getRouteApi('/admin/send/bulk/$draftId');

/** A file before it is sent: what would become of each row, and how to mend it. */
export function DraftPage() {
  const { draftId } = route.useParams();
  const { data, error, refetch } = useQuery(trpc.drafts.get.queryOptions({ id: draftId }));
  const me = useMe();
  if (error !== null) {
    return (
      <SendPage way="bulk">
        <FormError error={error} onRetry={() => void refetch()} />
      </SendPage>
    );
  }
  const company = me?.company ?? undefined;
  return (
    <SendPage way="bulk">
      {data === undefined || company === undefined ? (
        <PageLoading />
      ) : data.status === 'open' ? (
        <DraftForm key={data.id} draft={data} timeZone={company.timeZone} />
      ) : (
        <Closed draft={data} />
      )}
    </SendPage>
  );
}

function Closed({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const { distributionId } = draft;
  if (distributionId === null) {
    return (
      <Alert variant="light" title={t('bulk.discardedTitle')}>
        {t('bulk.discardedText')}
      </Alert>
    );
  }
  return (
    <Alert variant="light" title={t('bulk.distributedTitle')}>
      {t('bulk.distributed')}
      <Button
        display="block"
        w="fit-content"
        mt="md"
        renderRoot={(props) => (
          <Link to="/distributions/$id" params={{ id: distributionId }} {...props} />
        )}
      >
        {t('bulk.openDistribution')}
      </Button>
    </Alert>
  );
}
