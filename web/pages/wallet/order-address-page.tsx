import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { PageLoading } from '../../shell/page-loading';
import {
  AddressFields,
  besidesAddress,
  showAddressIssues,
  toAddressInput,
  toTyped,
  useAddressForm,
} from './address-fields';
import { AddressLines } from './address-lines';
import { WalletFrame } from './wallet-frame';

const route = getRouteApi('/order-address/$token');

type LinkedOrder = Outputs['recipientOrders']['getByLink'];

/** The address of an order whose delivery failed, corrected by the link in the mail that said so. */
export function OrderAddressPage() {
  const { t } = useTranslation();
  const { token } = route.useParams();
  const order = useQuery(trpc.recipientOrders.getByLink.queryOptions({ token }));
  return (
    <WalletFrame>
      {order.error !== null && (
        <>
          <PageHeader title={t('orderAddress.title')} />
          <FormError error={order.error} onRetry={() => void order.refetch()} />
        </>
      )}
      {order.isPending && <PageLoading />}
      {order.data && <Loaded order={order.data} token={token} />}
    </WalletFrame>
  );
}

function Loaded({ order, token }: { order: LinkedOrder; token: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useAddressForm(toTyped(order.address));
  const correct = useMutation(
    trpc.recipientOrders.correctAddressByLink.mutationOptions({
      onSuccess: (changed) =>
        client.setQueryData(trpc.recipientOrders.getByLink.queryKey({ token }), changed),
      onError: (error) => showAddressIssues(form, error),
    }),
  );
  const { number, address, isUsable } = order;
  const isOver = !isUsable && !correct.isSuccess;
  return (
    <>
      <PageHeader
        title={t('orderAddress.titleOf', { number })}
        intro={t(isOver ? 'orderAddress.over' : 'orderAddress.intro')}
      />
      <Panel p="lg" maw={640}>
        {isOver || correct.isSuccess ? (
          <Stack>
            {correct.isSuccess && (
              <Alert
                role="status"
                color="teal"
                icon={<IconCircleCheck aria-hidden />}
                title={t('orderAddress.doneTitle')}
              >
                {t('orderAddress.done')}
              </Alert>
            )}
            <div>
              <AddressLines address={address} />
            </div>
            <Anchor href="/wallet">{t('wallet.toWallet')}</Anchor>
          </Stack>
        ) : (
          <form
            noValidate
            onSubmit={form.onSubmit((typed) =>
              correct.mutate({ token, address: toAddressInput(typed) }),
            )}
          >
            <Stack>
              <Text size="sm" c="dimmed">
                {t('order.correctIntro')}
              </Text>
              <AddressFields form={form} />
              <FormError error={besidesAddress(correct.error)} />
              <Group justify="flex-end">
                <Button type="submit" loading={correct.isPending}>
                  {t('order.save')}
                </Button>
              </Group>
            </Stack>
          </form>
        )}
      </Panel>
    </>
  );
}
