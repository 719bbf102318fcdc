import { Button, Tabs } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../design/empty-state';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { useMay } from '../../shell/navigation';

/** The three ways to send, each under an address of its own. */
export function SendPage({ way, children }: { way: Way; children: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const maySend = useMay('distributions.send');
  return (
    <>
      <PageHeader title={t('send.title')} intro={t('send.intro')} />
      <Tabs
        value={way}
        keepMounted={false}
        onChange={(next) => void navigate({ to: addresses[next as Way] })}
      >
        <Tabs.List mb="lg" aria-label={t('send.tabs')}>
          {ways.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`send.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={way}>{maySend ? children : <MayNotSend />}</Tabs.Panel>
      </Tabs>
    </>
  );
}

const ways = ['individual', 'bulk', 'api'] as const;
type Way = (typeof ways)[number];

const addresses = { individual: '/send', bulk: '/send/bulk', api: '/send/api' } as const;

function MayNotSend() {
  const { t } = useTranslation();
  return (
    <Panel>
      <EmptyState
        icon={<IconLock />}
        title={t('send.mayNotTitle')}
        text={t('send.mayNot')}
        action={
          <Button variant="default" renderRoot={(props) => <Link to="/distributions" {...props} />}>
            {t('send.toDistributions')}
          </Button>
        }
      />
    </Panel>
  );
}
