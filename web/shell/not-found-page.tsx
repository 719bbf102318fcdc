import { Button } from '@mantine/core';
import { IconCompassOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../design/empty-state';
import { usePageTitle } from '../design/page-header';
import { HelpLine } from './help-line';

/** An address that leads nowhere, or to what belongs to another company. */
export function NotFoundPage() {
  const { t } = useTranslation();
  usePageTitle(t('errors.notFoundTitle'));
  return (
    <>
      <EmptyState
        icon={<IconCompassOff />}
        title={t('errors.notFoundTitle')}
        text={t('errors.notFound')}
        action={
          <Button renderRoot={(props) => <Link to="/" {...props} />}>
            {t('errors.toOverview')}
          </Button>
        }
      />
      <HelpLine />
    </>
  );
}
