import { Anchor, Title } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../../client/trpc';
import { ConfirmButton } from '../../../design/confirm-button';
import { type Column, DataTable } from '../../../design/data-table';
import { EmptyState } from '../../../design/empty-state';
import { useCursorPages } from '../../../design/use-cursor-pages';
import { useToast } from '../../../design/use-toast';
import { When } from '../../../design/when';
import { useFormat } from '../../../texts/use-format';

/** Files that were uploaded and not sent: to go on with, or to discard. */
export function OpenDrafts() {
  const { t } = useTranslation();
  const { cursor, pagingOf } = useCursorPages('open');
  const list = useQuery(
    trpc.drafts.list.queryOptions(
      { status: 'open', limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <>
      {list.data?.items.length !== 0 && (
        <Title order={2} mb="md">
          {t('bulk.drafts')}
        </Title>
      )}
      <DataTable
        caption={t('bulk.drafts')}
        columns={useColumns()}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        query={list}
        paging={pagingOf(list.data)}
        empty={
          <EmptyState
            icon={<IconFileSpreadsheet />}
            title={t('bulk.draftsNoneTitle')}
            text={t('bulk.draftsNone')}
          />
        }
      />
    </>
  );
}

const PAGE_SIZE = 10;

type DraftLine = Outputs['drafts']['list']['items'][number];

function useColumns(): Column<DraftLine>[] {
  const { t } = useTranslation();
  const { number } = useFormat();
  return [
    {
      key: 'file',
      title: t('bulk.file'),
      cell: ({ id, fileName }) => (
        <Anchor
          fw={550}
          fz="sm"
          aria-label={t('bulk.goOn', { file: fileName })}
          renderRoot={(props) => (
            <Link to="/send/bulk/$draftId" params={{ draftId: id }} {...props} />
          )}
        >
          {fileName}
        </Anchor>
      ),
    },
    {
      key: 'rows',
      title: t('bulk.rows'),
      isNumeric: true,
      cell: ({ rows }) => number(rows),
    },
    {
      key: 'changed',
      title: t('bulk.changed'),
      cell: ({ updatedAt }) => <When at={updatedAt} />,
    },
    {
      key: 'actions',
      title: t('bulk.actions'),
      cell: ({ id, fileName }) => <DiscardButton id={id} fileName={fileName} />,
    },
  ];
}

/** Also on the page of the file, which then leads back. */
export function DiscardButton({ id, fileName, onDiscarded }: DiscardButtonProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const toast = useToast();
  const discard = useMutation(
    trpc.drafts.discard.mutationOptions({
      onSuccess: async () => {
        toast(t('bulk.discarded', { file: fileName }));
        onDiscarded?.();
        await client.invalidateQueries(trpc.drafts.list.pathFilter());
      },
    }),
  );
  return (
    <ConfirmButton
      variant="subtle"
      size="compact-sm"
      label={t('bulk.discard')}
      title={t('bulk.discardFile', { file: fileName })}
      sentence={t('bulk.discardSentence', { file: fileName })}
      isDangerous
      onConfirm={() => discard.mutateAsync({ id })}
    />
  );
}

interface DiscardButtonProps {
  id: string;
  fileName: string;
  onDiscarded?: () => void;
}
