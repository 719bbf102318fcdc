import { Button, Center, Group, Skeleton, Table, Tabs, VisuallyHidden } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DraftGroup, draftGroups } from './draft-groups';
import { trpc } from '../../../client/trpc';
import { FormError } from '../../../design/form-error';
import { Panel } from '../../../design/panel';
import { useFormat } from '../../../texts/use-format';
import { DraftRowLine } from './draft-row-line';
import classes from './draft-rows.module.css';
import type { Draft } from '../review/review';
import type { DraftChanges } from './use-draft-changes';

/** The rows by what would become of them, counted; each mended, removed and taken back in its place. */
export function DraftRows({ draft, changes, run }: DraftRowsProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [chosen, setChosen] = useState<DraftGroup>();
  const present = draftGroups.filter((group) => draft.groups[group] > 0);
  // The last row of a group that is mended takes the group along.
  const group = chosen !== undefined && present.includes(chosen) ? chosen : undefined;
  return (
    <Panel>
      <Tabs
        value={group ?? ALL}
        onChange={(value) => setChosen(draftGroups.find((each) => each === value))}
      >
        <Tabs.List px="md" pt="xs" aria-label={t('bulk.groups')}>
          <Tabs.Tab value={ALL}>{`${t('bulk.all')} ${number(draft.totals.rows)}`}</Tabs.Tab>
          {present.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {`${t(`bulk.group.${each}`)} ${number(draft.groups[each])}`}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={group ?? ALL}>
          {group !== undefined && group !== 'removed' && (
            <Group justify="flex-end" p="md" pb={0}>
              <Button
                variant="default"
                size="xs"
                onClick={() => run(() => changes.remove({ group }))}
              >
                {t('bulk.removeAll', { number: number(draft.groups[group]) })}
              </Button>
            </Group>
          )}
          <RowsOfGroup {...{ draft, group, changes, run }} />
        </Tabs.Panel>
      </Tabs>
    </Panel>
  );
}

const ALL = 'all';

interface DraftRowsProps {
  draft: Draft;
  changes: DraftChanges;
  /** Runs a change, and shows what it throws. */
  run: (change: () => Promise<unknown>) => void;
}

function RowsOfGroup({
  draft,
  group,
  changes,
  run,
}: DraftRowsProps & { group: DraftGroup | undefined }) {
  const { t } = useTranslation();
  const { id } = draft;
  const list = useInfiniteQuery(
    trpc.drafts.rows.infiniteQueryOptions(
      { id, limit: PAGE_SIZE, ...(group !== undefined && { group }) },
      { getNextPageParam: ({ nextCursor }) => nextCursor, placeholderData: keepPreviousData },
    ),
  );
  if (list.error !== null) {
    return <FormError error={list.error} onRetry={() => void list.refetch()} />;
  }
  const rows = list.data?.pages.flatMap(({ items }) => items);
  if (rows === undefined) return <Skeleton height={320} m="md" />;
  return (
    <>
      <Table className={classes.table} aria-busy={list.isFetching}>
        <Table.Caption className={classes.caption}>{t('bulk.caption')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {(['row', 'person', 'points', 'citation', 'outcome'] as const).map((title) => (
              <Table.Th key={title} scope="col">
                {t(`bulk.${title}`)}
              </Table.Th>
            ))}
            <Table.Th scope="col">
              <VisuallyHidden>{t('bulk.actions')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <DraftRowLine key={row.row} {...{ row, changes, run }} />
          ))}
        </Table.Tbody>
      </Table>
      {list.hasNextPage && (
        <Center p="md">
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('bulk.more')}
          </Button>
        </Center>
      )}
    </>
  );
}

/** Enough to look through, few enough to be drawn at once. */
const PAGE_SIZE = 100;
