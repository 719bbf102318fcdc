import { Box, Button, Center, Group, Skeleton, Table, Tabs, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DraftGroup, draftGroups } from './draft-groups';
import { FormError } from '../../../design/form-error';
import { Panel } from '../../../design/panel';
import { useFormat } from '../../../texts/use-format';
import { DraftRowLine } from './draft-row-line';
import classes from './draft-rows.module.css';
import type { Draft } from '../review/review';
import type { DraftChanges } from './use-draft-changes';
import type { Mends } from './use-mends';
import { useRowsOfGroup } from './use-rows-of-group';

/** The rows by what would become of them, counted; each mended, removed and taken back in its place. */
export function DraftRows({ draft, changes, mends, run }: DraftRowsProps) {
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
          <RowsOfGroup {...{ draft, group, changes, mends, run }} />
        </Tabs.Panel>
      </Tabs>
    </Panel>
  );
}

const ALL = 'all';

interface DraftRowsProps {
  draft: Draft;
  changes: DraftChanges;
  mends: Mends;
  /** Runs a change, and shows what it throws. */
  run: (change: () => Promise<unknown>) => void;
}

function RowsOfGroup({
  draft,
  group,
  changes,
  mends,
  run,
}: DraftRowsProps & { group: DraftGroup | undefined }) {
  const { t } = useTranslation();
  const { rows, ...list } = useRowsOfGroup(draft, group);
  if (list.error !== null) return <FormError error={list.error} onRetry={list.onRetry} />;
  if (rows === undefined) {
    return (
      <Box p="md">
        <Skeleton height={320} />
      </Box>
    );
  }
  return (
    <>
      <Table className={classes.table} aria-busy={list.isLoading}>
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
            <DraftRowLine key={row.row} {...{ row, changes, mends, run }} />
          ))}
        </Table.Tbody>
      </Table>
      {list.hasMore && (
        <Center p="md">
          <Button variant="default" loading={list.isLoading} onClick={list.onMore}>
            {t('bulk.more')}
          </Button>
        </Center>
      )}
    </>
  );
}
