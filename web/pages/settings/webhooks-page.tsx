import { Anchor, Button, Text } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { type Column, DataTable } from '../../design/data-table';
import { EmptyState } from '../../design/empty-state';
import { PageHeader } from '../../design/page-header';
import { useMay } from '../../shell/navigation';
import { type Webhook, WebhookDialog } from './webhook-dialog';
import { WebhookState } from './webhook-state';
import { wholeList } from './whole-list';

/** The company's own systems that are told of what happens. */
export function WebhooksPage() {
  const { t } = useTranslation();
  const mayManage = useMay('webhooks.manage');
  const [isMaking, setIsMaking] = useState(false);
  const list = useQuery(trpc.webhooks.list.queryOptions({}));
  const newEndpoint = mayManage && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setIsMaking(true)}>
      {t('webhooks.create')}
    </Button>
  );
  const docs = (
    <Anchor href="/docs/#/Webhooks" underline="always">
      {t('webhooks.docs')}
    </Anchor>
  );
  return (
    <>
      <PageHeader
        title={t('webhooks.title')}
        intro={
          <>
            {t('webhooks.intro')} {docs}
          </>
        }
        actions={newEndpoint}
      />
      <DataTable
        caption={t('webhooks.caption')}
        columns={useColumns()}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        query={list}
        paging={wholeList}
        empty={
          <EmptyState
            icon={<IconWebhook />}
            title={t('webhooks.emptyTitle')}
            text={t('webhooks.emptyText')}
            action={newEndpoint}
          />
        }
      />
      {isMaking && <WebhookDialog onClose={() => setIsMaking(false)} />}
    </>
  );
}

function useColumns(): Column<Webhook>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'address',
      title: t('webhooks.address'),
      cell: ({ id, url, description }) => (
        <>
          <Anchor
            size="sm"
            style={{ overflowWrap: 'anywhere' }}
            renderRoot={(props) => <Link to="/settings/webhooks/$id" params={{ id }} {...props} />}
          >
            {url}
          </Anchor>
          {description !== '' && (
            <Text size="sm" c="dimmed">
              {description}
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'events',
      title: t('webhooks.events'),
      cell: ({ eventTypes }) =>
        eventTypes === null
          ? t('webhooks.everything')
          : t('webhooks.eventsCount', { count: eventTypes.length }),
    },
    {
      key: 'state',
      title: t('webhooks.state'),
      cell: (webhook) => (
        <>
          <WebhookState webhook={webhook} />
          <Waiting webhook={webhook} />
        </>
      ),
    },
  ];
}

/** What has not arrived, if anything. */
function Waiting({ webhook: { pending, failed } }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const parts = [
    ...(pending > 0 ? [t('webhooks.waitingCount', { count: pending })] : []),
    ...(failed > 0 ? [t('webhooks.failedCount', { count: failed })] : []),
  ];
  if (parts.length === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {parts.join(', ')}
    </Text>
  );
}
