import { useTranslation } from 'react-i18next';
import { ComingPage } from '../../shell/coming-page';

export function CampaignsPage() {
  const { t } = useTranslation();
  return <ComingPage title={t('shell.campaigns')} />;
}
