import { Anchor, Button, SegmentedControl, Text } from '@mantine/core';
import { IconArchive, IconMail, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { type Column, DataTable } from '../../design/data-table';
import { EmptyState } from '../../design/empty-state';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { StatusBadge } from '../../design/status-badge';
import { useCursorPages } from '../../design/use-cursor-pages';
import { When } from '../../design/when';
import { useMay } from '../../shell/navigation';
import { useCopyCampaign } from './use-copy-campaign';

const route = getRouteApi('/admin/campaigns');

/** Built-in campaigns and the company's own. */
export function CampaignsPage() {
  const { t } = useTranslation();
  const mayEdit = useMay('campaigns.edit');
  const { status = 'active' } = route.useSearch();
  const navigate = route.useNavigate();
  const { cursor, pagingOf } = useCursorPages(status);
  const list = useQuery(
    trpc.campaigns.list.queryOptions(
      { status, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
      { placeholderData: keepPreviousData },
    ),
  );
  const copy = useCopyCampaign();
  return (
    <>
      <PageHeader
        title={t('campaignList.title')}
        intro={t('campaignList.intro')}
        actions={mayEdit && <NewButton />}
      />
      <SegmentedControl
        mb="md"
        aria-label={t('campaignList.show')}
        value={status}
        onChange={(chosen) =>
          void navigate({ search: chosen === 'archived' ? { status: chosen } : {}, replace: true })
        }
        data={[
          { value: 'active', label: t('campaignList.active') },
          { value: 'archived', label: t('campaignList.archived') },
        ]}
      />
      <FormError error={copy.error} />
      <DataTable
        caption={t('campaignList.caption')}
        columns={useColumns(copy)}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        query={list}
        paging={pagingOf(list.data)}
        empty={status === 'archived' ? <NothingArchived /> : <NoCampaigns mayEdit={mayEdit} />}
      />
    </>
  );
}

const PAGE_SIZE = 25;

type Row = Outputs['campaigns']['list']['items'][number];

function useColumns(copy: ReturnType<typeof useCopyCampaign>): Column<Row>[] {
  const { t } = useTranslation();
  const mayEdit = useMay('campaigns.edit');
  const columns: Column<Row>[] = [
    {
      key: 'name',
      title: t('campaignList.name'),
      cell: ({ id, name }) => (
        <Anchor
          fw={550}
          fz="sm"
          renderRoot={(props) => <Link to="/campaigns/$id" params={{ id }} {...props} />}
        >
          {name}
        </Anchor>
      ),
    },
    {
      key: 'subject',
      title: t('campaignList.subject'),
      cell: ({ content }) => (
        <Text size="sm" lineClamp={1}>
          {content.subject}
        </Text>
      ),
    },
    {
      key: 'kind',
      title: t('campaignList.kind'),
      cell: ({ builtIn }) => (
        <StatusBadge tone={builtIn ? 'quiet' : 'busy'}>
          {t(builtIn ? 'campaignList.builtIn' : 'campaignList.own')}
        </StatusBadge>
      ),
    },
    {
      key: 'sent',
      title: t('campaignList.sent'),
      cell: ({ inUse }) => t(inUse ? 'campaignList.yes' : 'campaignList.no'),
    },
    {
      key: 'changed',
      title: t('campaignList.changed'),
      cell: ({ builtIn, updatedAt }) => (builtIn ? '–' : <When at={updatedAt} day />),
    },
  ];
  if (!mayEdit) return columns;
  const action: Column<Row> = {
    key: 'copy',
    title: t('campaignList.copy'),
    cell: ({ id, name }) => (
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('campaignList.copyOf', { name })}
        loading={copy.isPending && copy.variables.id === id}
        onClick={() => copy.mutate({ id })}
      >
        {t('campaignList.copy')}
      </Button>
    ),
  };
  return [...columns, action];
}

function NewButton() {
  const { t } = useTranslation();
  return (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      renderRoot={(props) => <Link to="/campaigns/new" {...props} />}
    >
      {t('campaignList.new')}
    </Button>
  );
}

function NothingArchived() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconArchive />}
      title={t('campaignList.noneArchived')}
      text={t('campaignList.noneArchivedText')}
    />
  );
}

function NoCampaigns({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconMail />}
      title={t('campaignList.emptyTitle')}
      text={t('campaignList.emptyText')}
      action={mayEdit && <NewButton />}
    />
  );
}
