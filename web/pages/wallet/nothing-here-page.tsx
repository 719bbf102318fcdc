import { Button } from '@mantine/core';
import { IconCompassOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { EmptyState } from '../../design/empty-state';

/** An address below the wallet that leads nowhere. */
export function NothingHerePage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('errors.notFoundTitle')} />
      <Panel>
        <EmptyState
          icon={<IconCompassOff />}
          title={t('wallet.notFound')}
          text={t('wallet.notFoundText')}
          action={
            <Button renderRoot={(props) => <Link to="/wallet" {...props} />}>
              {t('wallet.toWallet')}
            </Button>
          }
        />
      </Panel>
    </>
  );
}
