import { Button } from '@mantine/core';
import { IconTools } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../design/empty-state';
import { PageHeader } from '../design/page-header';
import { Panel } from '../design/panel';

/** Says honestly that a page is not there yet; the last page that is built deletes this file. */
export function ComingPage({ title }: { title: string }) {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={title} />
      <Panel>
        <EmptyState
          icon={<IconTools />}
          title={t('coming.title')}
          text={t('coming.text')}
          action={
            <Button component="a" variant="default" href="/docs/">
              {t('coming.docs')}
            </Button>
          }
        />
      </Panel>
    </>
  );
}
