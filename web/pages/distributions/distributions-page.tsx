import { Button } from '@mantine/core';
import { IconGift } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { DataTable } from '../../design/data-table';
import { EmptyState } from '../../design/empty-state';
import { ExportMenu } from '../../design/export-menu';
import { PageHeader } from '../../design/page-header';
import { useCursorPages } from '../../design/use-cursor-pages';
import { useFormat } from '../../texts/use-format';
import { SendButton } from '../../shell/send-button';
import { useDistributionColumns } from './distributions-columns';
import { DistributionsFilters } from './distributions-filters';
import { toApiFilter } from './to-api-filter';
import { WaitsForMe } from './waits-for-me';

const route = getRouteApi('/admin/distributions');

/** Every send of the company, newest first. */
export function DistributionsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const { timeZone } = useFormat();
  const filter = toApiFilter(search, timeZone);
  const { cursor, pagingOf } = useCursorPages(filter);
  const list = useQuery(
    trpc.distributions.list.queryOptions(
      { ...filter, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
      { placeholderData: keepPreviousData, refetchInterval: LOOK_AGAIN_MILLISECONDS },
    ),
  );
  const isFiltered = Object.keys(search).length > 0;
  const { status, hasFailed, ...others } = filter;
  return (
    <>
      <PageHeader
        title={t('distributions.title')}
        intro={t('distributions.intro')}
        actions={
          <>
            <ExportMenu
              path="/distributions/export"
              search={{
                ...others,
                ...(status && { status: status.join(',') }),
                ...(hasFailed && { hasFailed: 'true' }),
              }}
            />
            <SendButton />
          </>
        }
      />
      <WaitsForMe isShown={search.status === 'awaiting_approval'} />
      <DistributionsFilters />
      <DataTable
        caption={t('distributions.caption')}
        columns={useDistributionColumns()}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        query={list}
        paging={pagingOf(list.data)}
        empty={isFiltered ? <NoneIsLikeThat /> : <NothingSent />}
      />
    </>
  );
}

const PAGE_SIZE = 25;
/** Sends move by themselves. */
const LOOK_AGAIN_MILLISECONDS = 30_000;

function NothingSent() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconGift />}
      title={t('distributions.emptyTitle')}
      text={t('distributions.emptyText')}
      action={<SendButton />}
    />
  );
}

function NoneIsLikeThat() {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  return (
    <EmptyState
      icon={<IconGift />}
      title={t('distributions.noneTitle')}
      text={t('distributions.noneText')}
      action={
        <Button variant="default" onClick={() => void navigate({ search: {} })}>
          {t('distributions.clearFilters')}
        </Button>
      }
    />
  );
}
