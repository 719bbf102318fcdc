import { useTranslation } from 'react-i18next';
import { ComingPage } from '../../shell/coming-page';

export function QueuePage() {
  const { t } = useTranslation();
  return <ComingPage title={t('shell.support')} />;
}
