import { Group, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { usePointsText } from '../../design/points';
import { countryCodes } from '../../../domain/countries';
import { isOrderFinal, supportAddressableOrderStatuses } from '../../../domain/order-states';
import { ActButton, type IssueOf } from './act-button';
import type { SupportOrder } from './support-types';

interface Props {
  order: SupportOrder;
}

/** What support can do for an order; what it cannot at present says why. */
export function OrderActions({ order }: Props) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const { id, status, recipient } = order;
  const after = useAfterOrderAct(id);
  const delivered = useMutation(trpc.support.orders.markDelivered.mutationOptions(after));
  const returned = useMutation(trpc.support.orders.markReturned.mutationOptions(after));
  const lost = useMutation(trpc.support.orders.markLost.mutationOptions(after));
  const resend = useMutation(trpc.support.orders.resendMail.mutationOptions(after));
  const closedReason = isOrderFinal(status) ? t('supportOrder.closed') : undefined;
  const back = { points: pointsText(order.points), name: recipient.name };
  const button = { size: 'xs', variant: 'default' } as const;
  return (
    <Group gap="xs">
      <CorrectAddress key={JSON.stringify(order.address)} order={order} />
      <ActButton
        of={order}
        {...button}
        label={t('supportOrder.resend')}
        sentence={t('supportOrder.resendSentence', { email: recipient.email })}
        disabledReason={order.mails.length === 0 ? t('supportOrder.noMail') : undefined}
        act={(said) => resend.mutateAsync(said)}
      />
      <ActButton
        of={order}
        {...button}
        label={t('supportOrder.delivered')}
        sentence={t('supportOrder.deliveredSentence')}
        disabledReason={closedReason}
        act={(said) => delivered.mutateAsync(said)}
      />
      <ActButton
        of={order}
        {...button}
        label={t('supportOrder.returned')}
        sentence={t('supportOrder.returnedSentence', back)}
        disabledReason={closedReason}
        isDangerous
        act={(said) => returned.mutateAsync(said)}
      />
      <ActButton
        of={order}
        {...button}
        label={t('supportOrder.lost')}
        sentence={t('supportOrder.lostSentence', back)}
        disabledReason={closedReason}
        isDangerous
        act={(said) => lost.mutateAsync(said)}
      />
    </Group>
  );
}

/** As `useAfterAct` of tickets: the page shows the order as the act left it, or as it is now. */
function useAfterOrderAct(orderId: string) {
  const client = useQueryClient();
  return {
    onSuccess: async (order: SupportOrder) => {
      client.setQueryData(trpc.support.orders.get.queryKey({ id: orderId }), order);
      await client.invalidateQueries(trpc.support.orders.search.pathFilter());
    },
    onError: () => client.invalidateQueries(trpc.support.orders.get.queryFilter({ id: orderId })),
  };
}

function CorrectAddress({ order }: Props) {
  const { t } = useTranslation();
  const { id, status } = order;
  const [address, setAddress] = useState(order.address);
  const correct = useMutation(
    trpc.support.orders.correctAddress.mutationOptions(useAfterOrderAct(id)),
  );
  const isOpen = supportAddressableOrderStatuses.includes(status);
  return (
    <ActButton
      of={order}
      size="xs"
      label={t('supportOrder.correct')}
      sentence={t('supportOrder.correctSentence')}
      disabledReason={isOpen ? undefined : t('supportOrder.correctClosed')}
      fields={(issueOf) => (
        <AddressFields address={address} onChange={setAddress} issueOf={issueOf} />
      )}
      act={(said) => correct.mutateAsync({ ...said, address })}
    />
  );
}

interface AddressFieldsProps {
  address: SupportOrder['address'];
  onChange: (address: SupportOrder['address']) => void;
  issueOf: IssueOf;
}

function AddressFields({ address, onChange, issueOf }: AddressFieldsProps) {
  const { t, i18n } = useTranslation();
  const names = new Intl.DisplayNames(i18n.language, { type: 'region' });
  const countries = [...countryCodes]
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((one, other) => one.label.localeCompare(other.label, i18n.language));
  return (
    <Stack gap="xs">
      {textFields.map((field) => (
        <TextInput
          key={field}
          {...(field === 'name' && { 'data-autofocus': true })}
          autoComplete="off"
          label={t(`supportOrder.fields.${field}`)}
          value={address[field] ?? ''}
          error={issueOf(`address.${field}`)}
          onChange={(event) => onChange({ ...address, [field]: event.currentTarget.value })}
        />
      ))}
      <Select
        label={t('supportOrder.fields.country')}
        searchable
        allowDeselect={false}
        data={countries}
        value={address.country}
        error={issueOf('address.country')}
        onChange={(country) => onChange({ ...address, country: country ?? address.country })}
      />
    </Stack>
  );
}

const textFields = [
  'name',
  'line1',
  'line2',
  'postalCode',
  'city',
  'region',
  'phone',
] as const satisfies (keyof SupportOrder['address'])[];
