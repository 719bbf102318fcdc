import { Anchor, Button, Group, Kbd, Select, Text } from '@mantine/core';
import { IconInbox, IconPackage } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { DataTable } from '../../design/data-table';
import { EmptyState } from '../../design/empty-state';
import { PageHeader } from '../../design/page-header';
import { useCursorPages } from '../../design/use-cursor-pages';
import { ticketPriorities, ticketStates } from '../../../domain/tickets';
import { useMe } from '../../shell/navigation';
import { SearchField } from '../../design/search-field';
import { type QueueSearch, readQueueSearch } from './support-search';
import { useTicketColumns } from './ticket-columns';
import { useQueueKeys } from './use-queue-keys';

const route = getRouteApi('/admin/support');

/** What support has to answer, the next deadline first. */
export function QueuePage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const me = useMe();
  const { cursor, pagingOf } = useCursorPages(search);
  const list = useQuery(
    trpc.support.queue.queryOptions(
      {
        ...filterOf(search, me?.id),
        limit: PAGE_SIZE,
        ...(cursor !== undefined && { cursor }),
      },
      { placeholderData: keepPreviousData, refetchInterval: REFRESH_MILLISECONDS },
    ),
  );
  const box = useRef<HTMLDivElement>(null);
  useQueueKeys(box);
  return (
    <>
      <PageHeader
        title={t('supportQueue.title')}
        intro={t('supportQueue.intro')}
        actions={
          <Button
            variant="default"
            leftSection={<IconPackage size={16} aria-hidden />}
            renderRoot={(props) => <Link to="/support/orders" {...props} />}
          >
            {t('supportQueue.orders')}
          </Button>
        }
      />
      <Filters />
      <div ref={box}>
        <DataTable
          caption={t('supportQueue.caption')}
          columns={useTicketColumns()}
          rows={list.data?.items}
          rowKey={({ id }) => id}
          query={list}
          paging={pagingOf(list.data)}
          empty={Object.keys(search).length > 0 ? <NoneIsLikeThat /> : <NothingToDo />}
        />
      </div>
      <Text size="sm" c="dimmed" mt="md" visibleFrom="sm">
        <Trans t={t} i18nKey="supportQueue.keys" components={KEYS} />
      </Text>
    </>
  );
}

const PAGE_SIZE = 25;
/** Other people work on the same queue. */
const REFRESH_MILLISECONDS = 20_000;
const KEYS = [<Kbd key="j" size="xs" />, <Kbd key="k" size="xs" />, <Kbd key="enter" size="xs" />];

function filterOf({ state, priority, whose, search }: QueueSearch, agentId: string | undefined) {
  return {
    ...(state === 'all' && { states: [...ticketStates] }),
    ...(state !== undefined && state !== 'all' && { states: [state] }),
    ...(priority !== undefined && { priority }),
    ...(whose === 'mine' && agentId !== undefined && { assignedTo: agentId }),
    ...(whose === 'unassigned' && { unassigned: true }),
    ...(search !== undefined && { search }),
  };
}

function Filters() {
  const { t } = useTranslation();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const set = (change: Record<string, string | null>) =>
    void navigate({ search: (before) => readQueueSearch({ ...before, ...change }), replace: true });
  return (
    <Group mb="md" align="flex-end">
      <SearchField
        label={t('supportQueue.search')}
        flex={2}
        miw={220}
        placeholder={t('supportQueue.searchHint')}
        value={filter.search ?? ''}
        onSearch={(search) => set({ search })}
      />
      <Select
        flex={1}
        miw={140}
        label={t('supportQueue.filterState')}
        allowDeselect={false}
        data={[
          { value: '', label: t('supportQueue.notResolved') },
          ...ticketStates.map((value) => ({ value, label: t(`supportWords.states.${value}`) })),
          { value: 'all', label: t('supportQueue.all') },
        ]}
        value={filter.state ?? ''}
        onChange={(state) => set({ state })}
      />
      <Select
        flex={1}
        miw={140}
        label={t('supportQueue.filterPriority')}
        allowDeselect={false}
        data={[
          { value: '', label: t('supportQueue.anyPriority') },
          ...ticketPriorities.map((value) => ({
            value,
            label: t(`supportWords.priorities.${value}`),
          })),
        ]}
        value={filter.priority ?? ''}
        onChange={(priority) => set({ priority })}
      />
      <Select
        flex={1}
        miw={140}
        label={t('supportQueue.filterWhose')}
        allowDeselect={false}
        data={[
          { value: '', label: t('supportQueue.everybody') },
          { value: 'mine', label: t('supportQueue.mine') },
          { value: 'unassigned', label: t('supportQueue.unassigned') },
        ]}
        value={filter.whose ?? ''}
        onChange={(whose) => set({ whose })}
      />
    </Group>
  );
}

function NothingToDo() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconInbox />}
      title={t('supportQueue.emptyTitle')}
      text={t('supportQueue.emptyText')}
      action={
        <Anchor renderRoot={(props) => <Link to="/support" search={RESOLVED} {...props} />}>
          {t('supportQueue.showResolved')}
        </Anchor>
      }
    />
  );
}

const RESOLVED = { state: 'resolved' } as const;

function NoneIsLikeThat() {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  return (
    <EmptyState
      icon={<IconInbox />}
      title={t('supportQueue.noneTitle')}
      text={t('supportQueue.noneText')}
      action={
        <Button variant="default" onClick={() => void navigate({ search: {} })}>
          {t('supportQueue.clear')}
        </Button>
      }
    />
  );
}
