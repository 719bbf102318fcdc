import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';

/** Says in a corner that something was done, where the page itself does not show it. */
export function useToast(): (message: string) => void {
  const { t } = useTranslation();
  return (message) => {
    notifications.show({ message, closeButtonProps: { 'aria-label': t('shell.close') } });
  };
}
