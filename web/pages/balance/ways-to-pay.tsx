import { Button, CopyButton, Group, Stack, Text, Title } from '@mantine/core';
import { IconCreditCard } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { Panel } from '../../design/panel';
import { useMay } from '../../shell/navigation';
import { useFormat } from '../../texts/use-format';
import type { Recharge } from './recharge-page';

/** On line at once, or by a bank transfer whose reference and amount are there to be copied. */
export function WaysToPay({ recharge }: { recharge: Recharge }) {
  const { t } = useTranslation();
  const { money } = useFormat();
  const terms = useQuery(trpc.recharges.terms.queryOptions({}));
  const mayRecharge = useMay('balance.recharge');
  const { invoiceNumber, amountMinor, currency } = recharge;
  if (terms.error !== null)
    return <FormError error={terms.error} onRetry={() => void terms.refetch()} />;
  if (terms.data === undefined || invoiceNumber === null) return null;
  return (
    <Stack>
      {terms.data.canPayOnline && mayRecharge && <PayNow id={recharge.id} />}
      <Panel p="lg">
        <Title order={2}>{t('recharge.byTransfer')}</Title>
        <Text size="sm" my="xs">
          {terms.data.paymentInstructions}
        </Text>
        <Stack gap="xs">
          <Copyable name={t('recharge.reference')} value={invoiceNumber} />
          {amountMinor !== null && currency !== null && (
            <Copyable name={t('recharge.amount')} value={money({ amountMinor, currency })} />
          )}
        </Stack>
        <Text size="sm" c="dimmed" mt="md">
          {t('recharge.transferNote')}
        </Text>
      </Panel>
    </Stack>
  );
}

function PayNow({ id }: { id: string }) {
  const { t } = useTranslation();
  const pay = useMutation(
    trpc.recharges.pay.mutationOptions({ onSuccess: ({ url }) => window.location.assign(url) }),
  );
  return (
    <Panel p="lg">
      <Stack align="flex-start" gap="sm">
        <div>
          <Title order={2}>{t('recharge.online')}</Title>
          <Text size="sm" c="dimmed">
            {t('recharge.onlineNote')}
          </Text>
        </div>
        <FormError error={pay.error} />
        <Button
          leftSection={<IconCreditCard size={16} aria-hidden />}
          // Until the provider's page is there.
          loading={pay.isPending || pay.isSuccess}
          onClick={() => pay.mutate({ id })}
        >
          {t('recharge.payNow')}
        </Button>
      </Stack>
    </Panel>
  );
}

function Copyable({ name, value }: { name: string; value: string }) {
  const { t } = useTranslation();
  return (
    <Group justify="space-between" gap="xs">
      <div>
        <Text size="sm" c="dimmed">
          {name}
        </Text>
        <Text fw={600} className="numbers">
          {value}
        </Text>
      </div>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button
            size="xs"
            variant="default"
            aria-label={t('recharge.copy', { name, value })}
            onClick={copy}
          >
            {copied ? t('errors.copied') : t('errors.copy')}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
