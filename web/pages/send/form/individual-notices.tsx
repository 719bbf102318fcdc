import { Alert, Box, Button, Group, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../../design/confirm-button';
import { FormError } from '../../../design/form-error';
import { useFormat } from '../../../texts/use-format';
import { filledRows } from './check-result';
import type { Row, RowsChange } from './rows';

/** Below the rows: how to go on, how many there are, and how to begin anew. */
export function GridFoot({ rows, most, change }: GridFootProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const count = filledRows(rows).length;
  return (
    <Group justify="space-between" p="md">
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={rows.length >= most}
          onClick={() => change({ do: 'add' })}
        >
          {t('sendForm.addRow')}
        </Button>
        <ConfirmButton
          variant="subtle"
          label={t('sendForm.clear')}
          sentence={t('sendForm.clearSentence', { count })}
          disabledReason={count === 0 ? t('sendForm.clearEmpty') : undefined}
          isDangerous
          onConfirm={() => Promise.resolve(change({ do: 'clear' }))}
        />
      </Group>
      <Text size="sm" c="dimmed" visibleFrom="sm">
        {t('sendForm.hint')}
      </Text>
      <Text size="sm" c="dimmed" className="numbers">
        {t('sendForm.rowsOf', { number: number(rows.length), most: number(most) })}
      </Text>
    </Group>
  );
}

interface GridFootProps {
  rows: readonly Row[];
  most: number;
  change: (change: RowsChange) => void;
}

/** What one should know, and need not do anything about. */
export function Notices({ leftOver, most, isLookUpRefused }: NoticesProps) {
  const { t } = useTranslation();
  return (
    <Box aria-live="polite">
      {leftOver > 0 && (
        <Alert
          mt="md"
          color="yellow"
          variant="light"
          title={t('sendForm.leftOver', { count: leftOver, most })}
        />
      )}
      {isLookUpRefused && (
        <Text mt="xs" size="sm" c="dimmed">
          {t('sendForm.lookUpFailed')}
        </Text>
      )}
    </Box>
  );
}

interface NoticesProps {
  leftOver: number;
  most: number;
  isLookUpRefused: boolean;
}

/** Why it does not go on. */
export function Problems({ error, isEmpty, unmended }: ProblemsProps) {
  const { t } = useTranslation();
  return (
    <Box mt="lg" aria-live="polite">
      <FormError error={error} />
      {isEmpty && <Alert color="red" variant="light" title={t('sendForm.empty')} />}
      {unmended > 0 && (
        <Alert color="red" variant="light" title={t('sendForm.mend', { count: unmended })} />
      )}
    </Box>
  );
}

interface ProblemsProps {
  error: unknown;
  isEmpty: boolean;
  unmended: number;
}
