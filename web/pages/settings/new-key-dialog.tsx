import { Radio, Stack, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { KeyScope } from '../../../domain/permissions';
import { trpc } from '../../client/trpc';
import { showFieldErrors } from '../../design/field-errors';
import { FormDialog } from './form-dialog';
import { ShownSecret } from './shown-secret';

/** Makes a key, then shows it, this once. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useForm<{ name: string; scope: KeyScope }>({
    initialValues: { name: '', scope: 'full' },
    validate: { name: isNotEmpty(t('settings.nameMissing')) },
  });
  const create = useMutation(
    trpc.keys.create.mutationOptions({
      onSuccess: () => client.invalidateQueries(trpc.keys.pathFilter()),
      onError: (error) => showFieldErrors(form, error),
    }),
  );
  if (create.isSuccess) {
    return (
      <ShownSecret
        title={t('apiKeys.shownTitle')}
        sentence={t('apiKeys.shownSentence')}
        label={t('apiKeys.key')}
        secret={create.data.key}
        onKept={onClose}
      />
    );
  }
  return (
    <FormDialog
      title={t('apiKeys.createTitle')}
      submitLabel={t('apiKeys.createConfirm')}
      isWorking={create.isPending}
      error={create.error}
      onSubmit={form.onSubmit((values) => create.mutate(values))}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t('apiKeys.name')}
        description={t('apiKeys.nameHint')}
        {...form.getInputProps('name')}
      />
      <Radio.Group label={t('apiKeys.scope')} {...form.getInputProps('scope')}>
        <Stack gap="xs" mt="xs">
          <Radio
            value="full"
            label={t('apiKeys.scopeFull')}
            description={t('apiKeys.scopeFullText')}
          />
          <Radio
            value="read_only"
            label={t('apiKeys.scopeReadOnly')}
            description={t('apiKeys.scopeReadOnlyText')}
          />
        </Stack>
      </Radio.Group>
    </FormDialog>
  );
}
