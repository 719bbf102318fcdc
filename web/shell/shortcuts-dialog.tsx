import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, usePlaces } from './navigation';

/** What `?` shows. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const places = usePlaces();
  const maySend = useMay('distributions.send');
  const hasQueue = useMay('support.answer');
  const rows: { keys: string[]; text: string }[] = [
    { keys: ['/'], text: t('shortcuts.palette') },
    ...(maySend ? [{ keys: ['n'], text: t('shortcuts.newSend') }] : []),
    ...places.map(({ key, title }) => ({
      keys: ['g', key],
      text: t('shortcuts.goTo', { page: t(`shell.${title}`) }),
    })),
    ...(hasQueue
      ? [
          { keys: ['j'], text: t('shortcuts.nextTicket') },
          { keys: ['k'], text: t('shortcuts.ticketBefore') },
        ]
      : []),
    { keys: ['?'], text: t('shortcuts.help') },
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <Stack gap="xs">
        {rows.map(({ keys, text }) => (
          <Group key={text} justify="space-between" wrap="nowrap">
            <Text size="sm">{text}</Text>
            <Keys keys={keys} then={t('shortcuts.thenKey')} />
          </Group>
        ))}
        <Text size="sm" c="dimmed">
          {t('shortcuts.note')}
        </Text>
      </Stack>
    </Modal>
  );
}

function Keys({ keys, then }: { keys: string[]; then: string }): ReactNode {
  const [first, second] = keys;
  return (
    <Group gap={6} wrap="nowrap">
      <Kbd>{first}</Kbd>
      {second !== undefined && (
        <>
          <Text size="xs" c="dimmed">
            {then}
          </Text>
          <Kbd>{second}</Kbd>
        </>
      )}
    </Group>
  );
}
