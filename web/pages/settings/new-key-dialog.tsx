import { Alert, Button, CopyButton, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconAlertTriangle, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { KeyScope } from '../../../domain/permissions';
import { trpc } from '../../client/trpc';
import { showFieldErrors } from '../../design/field-errors';
import { FormDialog } from './form-dialog';

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
  if (create.isSuccess) return <ShownKey apiKey={create.data.key} onKept={onClose} />;
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

function ShownKey({ apiKey, onKept }: { apiKey: string; onKept: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onKept}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('apiKeys.shownTitle')}
    >
      <Stack>
        <Alert variant="light" color="yellow" icon={<IconAlertTriangle aria-hidden />}>
          {t('apiKeys.shownSentence')}
        </Alert>
        <TextInput
          readOnly
          label={t('apiKeys.key')}
          value={apiKey}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <Group justify="flex-end" gap="xs">
          <CopyButton value={apiKey}>
            {({ copied, copy }) => (
              <Button
                data-autofocus
                variant="default"
                leftSection={<IconCopy size={16} aria-hidden />}
                onClick={copy}
              >
                {copied ? t('apiKeys.copied') : t('apiKeys.copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onKept}>{t('apiKeys.kept')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
