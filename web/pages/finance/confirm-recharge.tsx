import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { usePointsText } from '../../design/points';
import { useToast } from '../../design/use-toast';
import { useFormat } from '../../texts/use-format';
import { AmountInput } from './amount-input';
import type { FinanceRecharge } from './recharges-page';
import { readTypedAmount } from './typed-amount';

/**
 * Says what the bank says: the server compares it with the invoice, and credits or refuses. The dialog
 * is the page's, not the row's: it stays when the list is read anew and the row has gone.
 *
 * @param props.recharge undefined while the dialog is closed
 */
export function ConfirmDialog({ recharge, onClose }: ConfirmDialogProps) {
  const { t } = useTranslation();
  const money = recharge && moneyOf(recharge);
  return (
    <Modal
      opened={recharge !== undefined}
      onClose={onClose}
      title={t('financeConfirm.title', { company: recharge?.company.name ?? '' })}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      {recharge && money && <ConfirmForm recharge={recharge} money={money} onDone={onClose} />}
    </Modal>
  );
}

interface ConfirmDialogProps {
  recharge: FinanceRecharge | undefined;
  onClose: () => void;
}

function moneyOf({ amountMinor, currency }: FinanceRecharge): Props['money'] | undefined {
  return amountMinor === null || currency === null ? undefined : { amountMinor, currency };
}

export function ConfirmButton({
  recharge,
  onOpen,
}: {
  recharge: FinanceRecharge;
  onOpen: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Button
      size="xs"
      variant="default"
      aria-label={t('financeConfirm.openFor', { invoice: recharge.invoiceNumber ?? '' })}
      onClick={onOpen}
    >
      {t('financeConfirm.open')}
    </Button>
  );
}

interface Props {
  recharge: FinanceRecharge;
  money: { amountMinor: number; currency: string };
  onDone: () => void;
}

function ConfirmForm({ recharge, money: { amountMinor, currency }, onDone }: Props) {
  const { t } = useTranslation();
  const { money } = useFormat();
  const pointsText = usePointsText();
  const client = useQueryClient();
  const toast = useToast();
  const { id, company, points, invoiceNumber } = recharge;
  const form = useForm<{ reference: string; amount: string }>({
    initialValues: { reference: '', amount: '' },
    validate: {
      reference: (text) => (text.trim() === '' ? t('financeConfirm.referenceMissing') : null),
      amount: (text) => {
        const typed = readTypedAmount(text, currency);
        if (typed.ok) return null;
        if (typed.problem === 'no_amount') return t('financeConfirm.amountMissing');
        const [first, second] = typed.readings;
        return t('financeConfirm.amountAmbiguous', {
          ...{ text: text.trim(), first: String(first), second: String(second) },
        });
      },
    },
  });
  const confirm = useMutation(
    trpc.finance.confirm.mutationOptions({
      onSuccess: () => {
        toast(t('financeConfirm.done', { points: pointsText(points), company: company.name }));
        onDone();
      },
      // Refused, it is a payment that waits for a decision; and the recharge may have changed.
      onSettled: () => client.invalidateQueries(trpc.finance.pathFilter()),
    }),
  );
  const submit = ({ reference, amount }: typeof form.values) => {
    const came = readTypedAmount(amount, currency);
    if (!came.ok) return;
    const { amountMinor: paid } = came;
    confirm.mutate({ id, paymentReference: reference.trim(), amountMinor: paid, currency });
  };
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Stack>
        <Text size="sm">
          {t('financeConfirm.invoiced', {
            invoice: invoiceNumber ?? '',
            amount: money({ amountMinor, currency }),
            points: pointsText(points),
          })}
        </Text>
        <TextInput
          data-autofocus
          label={t('financeConfirm.reference')}
          description={t('financeConfirm.referenceHint')}
          maxLength={200}
          autoComplete="off"
          {...form.getInputProps('reference')}
        />
        <AmountInput
          label={t('financeConfirm.amount')}
          description={t('financeConfirm.amountHint')}
          currency={currency}
          {...form.getInputProps('amount')}
        />
        <FormError error={confirm.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t('shell.cancel')}
          </Button>
          <Button type="submit" loading={confirm.isPending}>
            {t('financeConfirm.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
