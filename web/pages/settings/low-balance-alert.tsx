import { Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { showFieldErrors } from '../../design/field-errors';
import { FormError } from '../../design/form-error';
import { useToast } from '../../design/use-toast';
import { useTypedPointsProblem } from '../balance/points-input';
import { readTypedPoints } from '../balance/typed-points';
import { PointsSwitch, usePointsSwitch } from './points-switch';
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
  const form = usePointsSwitch(points, useTypedPointsProblem());
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
    <PointsSwitch
      form={form}
      switchLabel={t('companySettings.alertSwitch')}
      pointsLabel={t('companySettings.alertLevel')}
      save={save}
      onSave={(text) => {
        if (text === null) return save.mutate({ points: null });
        const typed = readTypedPoints(text);
        if (typed.ok) save.mutate({ points: typed.points });
      }}
    />
  );
}
