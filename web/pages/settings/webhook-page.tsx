import { Alert, Anchor, Text } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { Fact, Facts } from '../../design/facts';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { useMay } from '../../shell/navigation';
import { PageLoading } from '../../shell/page-loading';
import { useFormat } from '../../texts/use-format';
import { Section } from './section';
import { WebhookActions } from './webhook-actions';
import { WebhookDeliveries } from './webhook-deliveries';
import type { Webhook } from './webhook-dialog';
import { WebhookState } from './webhook-state';

const route = getRouteApi('/admin/settings/webhooks/$id');

/** One endpoint: what is set, what was sent to it, and what it answered. */
export function WebhookPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const mayManage = useMay('webhooks.manage');
  const found = useQuery(
    trpc.webhooks.get.queryOptions({ id }, { refetchInterval: LOOK_MILLISECONDS }),
  );
  if (found.error !== null) {
    return (
      <>
        <PageHeader title={t('webhooks.endpoint')} intro={<Back />} />
        <FormError error={found.error} onRetry={() => void found.refetch()} />
      </>
    );
  }
  if (found.data === undefined) return <PageLoading />;
  const webhook = found.data;
  return (
    <>
      <PageHeader
        title={t('webhooks.endpoint')}
        intro={<Back />}
        actions={mayManage && <WebhookActions webhook={webhook} />}
      />
      {webhook.disabledReason !== null && <Disabled reason={webhook.disabledReason} />}
      <Section title={t('webhooks.facts')}>
        <Settings webhook={webhook} />
      </Section>
      <WebhookDeliveries webhook={webhook} mayManage={mayManage} />
    </>
  );
}

/** As an attempt takes; nobody looks at this page for long. */
const LOOK_MILLISECONDS = 2_000;

function Back() {
  const { t } = useTranslation();
  return (
    <Anchor underline="always" renderRoot={(props) => <Link to="/settings/webhooks" {...props} />}>
      {t('webhooks.back')}
    </Anchor>
  );
}

function Disabled({ reason }: { reason: NonNullable<Webhook['disabledReason']> }) {
  const { t } = useTranslation();
  return (
    <Alert
      variant="light"
      color="yellow"
      mb="lg"
      icon={<IconPlayerPause aria-hidden />}
      title={t(`webhooks.${sentences[reason]}`)}
    >
      {t('webhooks.disabledText')}
    </Alert>
  );
}

const sentences = {
  by_hand: 'disabledByHand',
  gone: 'disabledGone',
  failing: 'disabledFailing',
} as const;

function Settings({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { url, description, eventTypes, previousSecretUntil } = webhook;
  return (
    <Facts>
      <Fact name={t('webhooks.address')}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {url}
        </Text>
      </Fact>
      {description !== '' && <Fact name={t('webhooks.description')}>{description}</Fact>}
      <Fact name={t('webhooks.state')}>
        <WebhookState webhook={webhook} />
      </Fact>
      <Fact name={t('webhooks.events')}>
        {eventTypes === null ? t('webhooks.everything') : eventTypes.join(', ')}
      </Fact>
      <Fact name={t('webhooks.secret')}>
        {previousSecretUntil === null
          ? t('webhooks.secretKept')
          : t('webhooks.secretBoth', { time: format.time(previousSecretUntil) })}
      </Fact>
    </Facts>
  );
}
