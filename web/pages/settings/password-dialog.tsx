import { PasswordInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { showFieldErrors } from '../../design/field-errors';
import { FormDialog } from './form-dialog';

/** Asks for the password before something that a stranger at an open screen must not do. */
export function PasswordDialog({
  title,
  sentence,
  submitLabel,
  isDangerous = false,
  onPassword,
  onClose,
}: {
  title: string;
  sentence: string;
  submitLabel: string;
  isDangerous?: boolean;
  /** What it throws is shown in the dialog. */
  onPassword: (password: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: { password: isNotEmpty(t('settings.passwordMissing')) },
  });
  const confirm = useMutation({
    mutationFn: onPassword,
    onError: (error) => showFieldErrors(form, error),
  });
  return (
    <FormDialog
      title={title}
      sentence={sentence}
      submitLabel={submitLabel}
      isDangerous={isDangerous}
      isWorking={confirm.isPending}
      error={confirm.error}
      onSubmit={form.onSubmit(({ password }) => confirm.mutate(password))}
      onClose={onClose}
    >
      <PasswordInput
        data-autofocus
        autoComplete="current-password"
        label={t('settings.password')}
        key={form.key('password')}
        {...form.getInputProps('password')}
      />
    </FormDialog>
  );
}
