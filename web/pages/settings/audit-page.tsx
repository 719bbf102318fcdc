import { Button, Group, Select, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { auditKinds } from '../../../domain/audit-actions';
import { type Outputs, trpc } from '../../client/trpc';
import { type Column, DataTable } from '../../design/data-table';
import { EmptyState } from '../../design/empty-state';
import { PageHeader } from '../../design/page-header';
import { useCursorPages } from '../../design/use-cursor-pages';
import { When } from '../../design/when';
import { AuditChanges } from './audit-changes';

const route = getRouteApi('/admin/settings/audit');

export type AuditEntry = Outputs['audit']['list']['items'][number];

/** Who changed what in the company, newest first. */
export function AuditPage() {
  const { t } = useTranslation();
  const filter = route.useSearch();
  const { cursor, pagingOf } = useCursorPages(filter);
  const list = useQuery(
    trpc.audit.list.queryOptions(
      { ...filter, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <>
      <PageHeader title={t('auditLog.title')} intro={t('auditLog.intro')} />
      <KindFilter />
      <DataTable
        caption={t('auditLog.caption')}
        columns={useColumns()}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        query={list}
        paging={pagingOf(list.data)}
        empty={<Nothing isFiltered={filter.kind !== undefined} />}
      />
    </>
  );
}

const PAGE_SIZE = 25;

function useColumns(): Column<AuditEntry>[] {
  const { t } = useTranslation();
  const whoText = ({ kind, name }: AuditEntry['by']) => {
    switch (kind) {
      case 'admin':
        return name ?? t('auditLog.somebody');
      case 'api_key':
        return t('auditLog.apiKey', { name: name ?? '' });
      case 'support':
        return t('auditLog.support');
      case 'operator':
        return t('auditLog.operator');
    }
  };
  return [
    { key: 'when', title: t('auditLog.when'), cell: ({ at }) => <When at={at} /> },
    { key: 'who', title: t('auditLog.who'), cell: ({ by }) => whoText(by) },
    {
      key: 'what',
      title: t('auditLog.what'),
      cell: ({ action, reason }) => (
        <>
          <Text size="sm" fw={550}>
            {t(`auditAction.${action}`)}
          </Text>
          {reason !== null && (
            <Text size="sm" c="dimmed">
              {t('auditLog.reason', { reason })}
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'changes',
      title: t('auditLog.changes'),
      cell: (entry) => <AuditChanges entry={entry} />,
    },
  ];
}

function KindFilter() {
  const { t } = useTranslation();
  const { kind } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Group mb="md">
      <Select
        w={260}
        maw="100%"
        label={t('auditLog.filterKind')}
        placeholder={t('auditLog.allKinds')}
        clearable
        clearButtonProps={{ 'aria-label': t('auditLog.clearFilter') }}
        data={auditKinds.map((value) => ({ value, label: t(`auditKind.${value}`) }))}
        value={kind ?? null}
        onChange={(value) => {
          const known = auditKinds.find((one) => one === value);
          const search = known === undefined ? {} : { kind: known };
          void navigate({ search, replace: true });
        }}
      />
    </Group>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  return (
    <EmptyState
      icon={<IconHistory />}
      title={t(isFiltered ? 'auditLog.noneTitle' : 'auditLog.emptyTitle')}
      text={t(isFiltered ? 'auditLog.noneText' : 'auditLog.emptyText')}
      action={
        isFiltered && (
          <Button variant="default" onClick={() => void navigate({ search: {} })}>
            {t('auditLog.clearFilter')}
          </Button>
        )
      }
    />
  );
}
