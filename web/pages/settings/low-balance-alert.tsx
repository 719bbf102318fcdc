import { Button, Group, NumberInput, Skeleton, Stack, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { errorOfForm, showFieldErrors } from '../../design/field-errors';
import { FormError } from '../../design/form-error';
import { useToast } from '../../design/use-toast';
import { Section } from './section';

/** Below which balance the company is told. */
export function LowBalanceAlert() {
  const { t } = useTranslation();
  const alert = useQuery(trpc.balance.getAlert.queryOptions({}));
  return (
    <Section title={t('companySettings.alertTitle')} intro={t('companySettings.alertHint')}>
      {alert.isError && <FormError error={alert.error} onRetry={() => void alert.refetch()} />}
      {alert.isPending && <Skeleton height={80} />}
      {alert.data !== undefined && <AlertForm points={alert.data.points} />}
    </Section>
  );
}

function AlertForm({ points }: { points: number | null }) {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const form = useForm<{ isOn: boolean; points: number | string }>({
    initialValues: { isOn: points !== null, points: points ?? '' },
    validate: {
      points: (value, { isOn }) =>
        isOn && !(typeof value === 'number' && value >= 1)
          ? t('companySettings.alertMissing')
          : null,
    },
  });
  const save = useMutation(
    trpc.balance.setAlert.mutationOptions({
      onSuccess: () => {
        toast(t('settings.saved'));
        return client.invalidateQueries(trpc.balance.getAlert.queryFilter());
      },
      onError: (error) => showFieldErrors(form, error),
    }),
  );
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ isOn, points: level }) =>
        save.mutate({ points: isOn ? Number(level) : null }),
      )}
    >
      <Stack maw={440}>
        <Switch
          label={t('companySettings.alertSwitch')}
          {...form.getInputProps('isOn', { type: 'checkbox' })}
        />
        {form.values.isOn && (
          <NumberInput
            label={t('companySettings.alertLevel')}
            min={1}
            allowDecimal={false}
            allowNegative={false}
            thousandSeparator
            hideControls
            {...form.getInputProps('points')}
          />
        )}
        <FormError error={errorOfForm(save.error)} />
        <Group>
          <Button type="submit" variant="default" loading={save.isPending}>
            {t('settings.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
