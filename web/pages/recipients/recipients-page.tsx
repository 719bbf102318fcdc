import { useTranslation } from 'react-i18next';
import { ComingPage } from '../../shell/coming-page';

export function RecipientsPage() {
  const { t } = useTranslation();
  return <ComingPage title={t('shell.recipients')} />;
}
