import { useTranslation } from 'react-i18next';
import { ComingPage } from '../../shell/coming-page';

export function CataloguePage() {
  const { t } = useTranslation();
  return <ComingPage title={t('shell.catalogue')} />;
}
