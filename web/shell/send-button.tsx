import { Button } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from './navigation';

/** The way to a send, for who may send. */
export function SendButton() {
  const { t } = useTranslation();
  const maySend = useMay('distributions.send');
  if (!maySend) return null;
  return (
    <Button
      leftSection={<IconSend size={16} aria-hidden />}
      renderRoot={(props) => <Link to="/send" {...props} />}
    >
      {t('distributions.send')}
    </Button>
  );
}
