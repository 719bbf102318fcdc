import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { Panel } from '../../design/panel';
import { useToast } from '../../design/use-toast';
import {
  AddressFields,
  besidesAddress,
  showAddressIssues,
  toAddressInput,
  toTyped,
  useAddressForm,
} from './address-fields';
import { AddressLines } from './address-lines';
import type { Order } from './order-page';

/** Where the parcel goes; corrected before it leaves, and between two attempts. */
export function OrderAddress({ order }: { order: Order }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const { address, canCorrectAddress } = order;
  return (
    <Panel p="lg">
      <Group justify="space-between" mb="md">
        <Title order={2}>{t('order.address')}</Title>
        {canCorrectAddress && !isOpen && (
          <Button variant="default" size="xs" onClick={() => setIsOpen(true)}>
            {t('order.correct')}
          </Button>
        )}
      </Group>
      {isOpen ? (
        <CorrectionForm order={order} onDone={() => setIsOpen(false)} />
      ) : (
        <AddressLines address={address} />
      )}
    </Panel>
  );
}

function CorrectionForm({ order, onDone }: { order: Order; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const toast = useToast();
  const { id } = order;
  const form = useAddressForm(toTyped(order.address));
  const correct = useMutation(
    trpc.recipientOrders.correctAddress.mutationOptions({
      onSuccess: (changed) => {
        toast(t('order.corrected'));
        onDone();
        client.setQueryData(trpc.recipientOrders.get.queryKey({ id }), changed);
      },
      onError: (error) => showAddressIssues(form, error),
    }),
  );
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((typed) => correct.mutate({ id, address: toAddressInput(typed) }))}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {t('order.correctIntro')}
        </Text>
        <AddressFields form={form} />
        <FormError error={besidesAddress(correct.error)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t('shell.cancel')}
          </Button>
          <Button type="submit" loading={correct.isPending}>
            {t('order.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
