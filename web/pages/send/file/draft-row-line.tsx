import { ActionIcon, Button, Group, Table, Text, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Outputs } from '../../../client/trpc';
import { ReasonText } from '../../../design/reason-text';
import { useReasonTexts } from '../../../design/reason-texts';
import { StatusBadge } from '../../../design/status-badge';
import { outcomeTones } from './draft-groups';
import classes from './draft-rows.module.css';
import { MendRow } from './mend-row';
import type { DraftChanges } from './use-draft-changes';
import type { Mends } from './use-mends';

export type DraftRow = Outputs['drafts']['rows']['items'][number];

/** A row of a file: what would become of it and why, and in its place the cells to mend it. */
export function DraftRowLine({ row, changes, mends, run }: DraftRowLineProps) {
  const { t } = useTranslation();
  const typed = mends.typedOf(row.row);
  if (typed !== undefined) return <MendRow {...{ row, typed, mends, changes }} />;
  const isRemoved = row.outcome === 'removed';
  const number = row.row;
  return (
    <Table.Tr data-removed={isRemoved}>
      <Table.Td className={classes.number}>{number}</Table.Td>
      <Table.Td>
        <Text size="sm" fw={550}>
          {row.name}
        </Text>
        <Text size="sm" c="dimmed">
          {row.email}
        </Text>
        {row.mobile !== '' && (
          <Text size="sm" c="dimmed">
            {row.mobile}
          </Text>
        )}
      </Table.Td>
      <Table.Td className={classes.points}>{row.points}</Table.Td>
      <Table.Td>
        <Text size="sm" lineClamp={2}>
          {row.citation}
        </Text>
      </Table.Td>
      <Table.Td>
        <Outcome row={row} />
      </Table.Td>
      <Table.Td>
        <Group gap={4} wrap="nowrap" justify="flex-end">
          {!isRemoved && (
            <Button
              variant="default"
              size="compact-sm"
              aria-label={t('bulk.mendRow', { row: number })}
              onClick={() => mends.begin(row)}
            >
              {t('bulk.mend')}
            </Button>
          )}
          <Tooltip label={t(isRemoved ? 'bulk.restore' : 'bulk.remove')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t(isRemoved ? 'bulk.restoreRow' : 'bulk.removeRow', { row: number })}
              onClick={() =>
                run(() =>
                  isRemoved
                    ? changes.restore({ rows: [number] })
                    : changes.remove({ rows: [number] }),
                )
              }
            >
              {isRemoved ? <IconArrowBackUp size={16} /> : <IconX size={16} />}
            </ActionIcon>
          </Tooltip>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

interface DraftRowLineProps {
  row: DraftRow;
  changes: DraftChanges;
  mends: Mends;
  run: (change: () => Promise<unknown>) => void;
}

function Outcome({ row }: { row: DraftRow }) {
  const { t } = useTranslation();
  const { textOf } = useReasonTexts();
  return (
    <>
      <Group gap="xs">
        <StatusBadge tone={outcomeTones[row.outcome]}>{t(`bulk.group.${row.outcome}`)}</StatusBadge>
        {row.edited && (
          <Text size="xs" c="dimmed">
            {t('bulk.edited')}
          </Text>
        )}
      </Group>
      {row.issues.map((issue) => (
        <Text key={issue.column + issue.message} size="sm" c="var(--mantine-color-error)">
          {issue.column === '' ? textOf(issue) : `${issue.column}: ${textOf(issue)}`}
        </Text>
      ))}
      {row.issues.length === 0 && row.reason && <ReasonText reason={row.reason} />}
      {row.warnings.map((warning) => (
        <Text key={warning.message} size="sm" c="dimmed">
          {textOf(warning)}
        </Text>
      ))}
    </>
  );
}
