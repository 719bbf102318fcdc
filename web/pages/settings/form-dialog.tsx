import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { FormEventHandler, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorOfForm } from '../../design/field-errors';
import { FormError } from '../../design/form-error';
import { DANGER } from '../../design/theme';

/** A dialog with a form: Enter sends it, what is refused stands in it. */
export function FormDialog({
  title,
  sentence,
  submitLabel,
  isDangerous = false,
  isWorking,
  error,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  sentence?: string;
  submitLabel: string;
  isDangerous?: boolean;
  isWorking: boolean;
  error: unknown;
  onSubmit: FormEventHandler<HTMLFormElement>;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <form noValidate onSubmit={onSubmit}>
        <Stack>
          {sentence !== undefined && <Text>{sentence}</Text>}
          {children}
          <FormError error={errorOfForm(error)} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('shell.cancel')}
            </Button>
            <Button type="submit" loading={isWorking} {...(isDangerous && { color: DANGER })}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
