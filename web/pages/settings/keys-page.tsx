import { Anchor, Button, Code, Text } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { type Column, DataTable } from '../../design/data-table';
import { EmptyState } from '../../design/empty-state';
import { PageHeader } from '../../design/page-header';
import { StatusBadge } from '../../design/status-badge';
import { useToast } from '../../design/use-toast';
import { When } from '../../design/when';
import { useMay } from '../../shell/navigation';
import { NewKeyDialog } from './new-key-dialog';
import { wholeList } from './whole-list';

type ApiKey = Outputs['keys']['list']['items'][number];

/** The keys of the company's own systems. */
export function KeysPage() {
  const { t } = useTranslation();
  const mayManage = useMay('keys.manage');
  const [isMaking, setIsMaking] = useState(false);
  const list = useQuery(trpc.keys.list.queryOptions());
  const newKey = mayManage && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setIsMaking(true)}>
      {t('apiKeys.create')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('apiKeys.title')}
        intro={
          <>
            {t('apiKeys.intro')}{' '}
            <Anchor href="/docs" underline="always">
              {t('apiKeys.docs')}
            </Anchor>
          </>
        }
        actions={newKey}
      />
      <DataTable
        caption={t('apiKeys.caption')}
        columns={useColumns(mayManage)}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        query={list}
        paging={wholeList}
        empty={
          <EmptyState
            icon={<IconKey />}
            title={t('apiKeys.emptyTitle')}
            text={t('apiKeys.emptyText')}
            action={newKey}
          />
        }
      />
      {isMaking && <NewKeyDialog onClose={() => setIsMaking(false)} />}
    </>
  );
}

function useColumns(mayManage: boolean): Column<ApiKey>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'name',
      title: t('apiKeys.name'),
      cell: ({ name, prefix, revokedAt }) => (
        <>
          <Text size="sm" fw={550} c={revokedAt === null ? '' : 'dimmed'}>
            {name}
          </Text>
          <Code>{`${prefix}…`}</Code>
        </>
      ),
    },
    {
      key: 'scope',
      title: t('apiKeys.scope'),
      cell: ({ scope }) => t(scope === 'full' ? 'apiKeys.scopeFull' : 'apiKeys.scopeReadOnly'),
    },
    {
      key: 'created',
      title: t('apiKeys.created'),
      cell: ({ createdAt, createdBy }) => (
        <>
          <When at={createdAt} day />
          {createdBy !== null && (
            <Text size="sm" c="dimmed">
              {t('apiKeys.createdBy', { name: createdBy })}
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'lastUsed',
      title: t('apiKeys.lastUsed'),
      cell: ({ lastUsedAt }) =>
        lastUsedAt === null ? t('settings.never') : <When at={lastUsedAt} />,
    },
    {
      key: 'actions',
      title: t('apiKeys.actions'),
      cell: (item) => <KeyState item={item} mayManage={mayManage} />,
    },
  ];
}

function KeyState({
  item: { id, name, revokedAt },
  mayManage,
}: {
  item: ApiKey;
  mayManage: boolean;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const revoke = useMutation(
    trpc.keys.revoke.mutationOptions({
      onSuccess: () => {
        toast(t('apiKeys.revokeDone', { name }));
        return client.invalidateQueries(trpc.keys.pathFilter());
      },
    }),
  );
  if (revokedAt !== null) {
    return (
      <>
        <StatusBadge tone="quiet">{t('apiKeys.revoked')}</StatusBadge>
        <Text size="sm" c="dimmed">
          <When at={revokedAt} day />
        </Text>
      </>
    );
  }
  if (!mayManage) return null;
  return (
    <ConfirmButton
      size="compact-sm"
      variant="default"
      aria-label={t('apiKeys.revokeOf', { name })}
      label={t('apiKeys.revoke')}
      title={t('apiKeys.revokeTitle', { name })}
      sentence={t('apiKeys.revokeSentence')}
      isDangerous
      onConfirm={() => revoke.mutateAsync({ id })}
    />
  );
}
