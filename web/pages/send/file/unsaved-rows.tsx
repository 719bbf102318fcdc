import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftChanges } from './use-draft-changes';
import type { Mends } from './use-mends';

/** Why it does not go on to the review: what was typed would not be sent. Either way out is here. */
export function UnsavedRows({ mends, changes, run, isWorking, onSettled }: UnsavedRowsProps) {
  const { t } = useTranslation();
  const { unsaved } = mends;
  const count = unsaved.length;
  if (count === 0) return null;
  const rows = unsaved.map(({ row }) => row).join(', ');
  const save = async () => {
    // One after the other: each changes the version on which the next is made.
    for (const { row, typed } of unsaved) {
      await changes.mend(row, typed);
      mends.end(row);
    }
    onSettled();
  };
  return (
    <Alert
      data-unsaved-rows
      role="alert"
      color="red"
      variant="light"
      title={t('bulk.unsaved', { count })}
    >
      <Text size="sm">{t('bulk.unsavedText', { count, rows })}</Text>
      <Group gap="xs" mt="sm">
        <Button size="xs" loading={isWorking} onClick={() => run(save)}>
          {t('bulk.saveUnsaved')}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={isWorking}
          onClick={() => {
            for (const { row } of unsaved) mends.end(row);
            onSettled();
          }}
        >
          {t('bulk.dropUnsaved')}
        </Button>
      </Group>
    </Alert>
  );
}

interface UnsavedRowsProps {
  mends: Mends;
  changes: DraftChanges;
  run: (change: () => Promise<unknown>) => void;
  isWorking: boolean;
  /** Nothing is unsaved any more. */
  onSettled: () => void;
}
