import { Alert, Button, Group, Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { tryAgainNow, useConnection } from '../client/connection';

/** Says that the server is out of reach, and goes by itself when it is back. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const isConnected = useConnection();
  return (
    <div role="status">
      {!isConnected && (
        <Alert mb="lg" color="yellow" icon={<IconPlugConnectedX aria-hidden />}>
          <Group justify="space-between">
            <Text size="sm" flex={1} miw={200}>
              {t('connection.lost')}
            </Text>
            <Button size="xs" variant="default" onClick={tryAgainNow}>
              {t('connection.tryNow')}
            </Button>
          </Group>
        </Alert>
      )}
    </div>
  );
}
