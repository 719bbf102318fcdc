import { Alert, Button, CopyButton, Group, Modal, Stack, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Shows a secret, this once: a key, or what webhooks are signed with. Only its button closes it. */
export function ShownSecret({
  title,
  sentence,
  label,
  secret,
  onKept,
}: {
  title: string;
  sentence: string;
  label: string;
  secret: string;
  onKept: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onKept}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={title}
    >
      <Stack>
        <Alert variant="light" color="yellow" icon={<IconAlertTriangle aria-hidden />}>
          {sentence}
        </Alert>
        <TextInput
          readOnly
          label={label}
          value={secret}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <Group justify="flex-end" gap="xs">
          <CopyButton value={secret}>
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
