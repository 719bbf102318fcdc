import { Button, Group, Skeleton, Stack, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { errorOfForm, showFieldErrors } from '../../design/field-errors';
import { FormError } from '../../design/form-error';
import { useToast } from '../../design/use-toast';
import { PointsInput, useTypedPointsProblem } from '../balance/points-input';
import { readTypedPoints } from '../balance/typed-points';
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
  const problemOf = useTypedPointsProblem();
  const form = useForm<{ isOn: boolean; points: string }>({
    initialValues: { isOn: points !== null, points: points === null ? '' : String(points) },
    validate: { points: (text, { isOn }) => (isOn ? problemOf(text) : null) },
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
      onSubmit={form.onSubmit(({ isOn, points: text }) => {
        const typed = readTypedPoints(text);
        if (!isOn) save.mutate({ points: null });
        else if (typed.ok) save.mutate({ points: typed.points });
      })}
    >
      <Stack maw={440}>
        <Switch
          label={t('companySettings.alertSwitch')}
          {...form.getInputProps('isOn', { type: 'checkbox' })}
        />
        {form.values.isOn && (
          <PointsInput label={t('companySettings.alertLevel')} {...form.getInputProps('points')} />
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
