import { Button, Code, CopyButton, Group, Modal, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconCopy, IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Shows recovery codes, this once: only who says that they are kept closes it. */
export function RecoveryCodesDialog({
  codes,
  onKept,
}: {
  codes: readonly string[];
  onKept: () => void;
}) {
  const { t } = useTranslation();
  const text = `${codes.join('\n')}\n`;
  return (
    <Modal
      opened
      onClose={onKept}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('account.recoveryTitle')}
    >
      <Stack>
        <Text>{t('account.recoverySentence')}</Text>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
          {codes.map((code) => (
            <Code key={code} block ta="center">
              {code}
            </Code>
          ))}
        </SimpleGrid>
        <Group gap="xs">
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={<IconCopy size={16} aria-hidden />}
                onClick={copy}
              >
                {copied ? t('account.codesCopied') : t('account.copyCodes')}
              </Button>
            )}
          </CopyButton>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            component="a"
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
            download="bestow-recovery-codes.txt"
          >
            {t('account.downloadCodes')}
          </Button>
        </Group>
        <Group justify="flex-end">
          <Button data-autofocus onClick={onKept}>
            {t('account.codesKept')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
