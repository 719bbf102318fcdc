import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** Asks who leaves with something unsaved; a tab that is closed is asked by the browser. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: () => isDirty,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  const isAsked = blocker.status === 'blocked';
  return (
    <Modal
      opened={isAsked}
      onClose={() => blocker.reset?.()}
      title={t('campaignEditor.leaveTitle')}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <Stack>
        <Text>{t('campaignEditor.leaveText')}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => blocker.proceed?.()}>
            {t('campaignEditor.leave')}
          </Button>
          <Button data-autofocus onClick={() => blocker.reset?.()}>
            {t('campaignEditor.stay')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
