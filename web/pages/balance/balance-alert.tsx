import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { Panel } from '../../design/panel';
import { usePointsText } from '../../design/points';
import { useToast } from '../../design/use-toast';
import { useMay } from '../../shell/navigation';
import { PointsInput, useTypedPointsProblem } from './points-input';
import { readTypedPoints } from './typed-points';

/** Below how many points the company’s owners, admins and finance are told. */
export function BalanceAlert() {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const alert = useQuery(trpc.balance.getAlert.queryOptions({}));
  const mayChange = useMay('balance.recharge');
  const level = alert.data?.points;
  return (
    <Panel p="lg">
      <Stack gap="md">
        <div>
          <Title order={2}>{t('balanceAlert.title')}</Title>
          <Text size="sm" c="dimmed">
            {t('balanceAlert.intro')}
          </Text>
        </div>
        <FormError error={alert.error} onRetry={() => void alert.refetch()} />
        {level !== undefined && (
          <Text size="sm">
            {level === null
              ? t('balanceAlert.off')
              : t('balanceAlert.on', { points: pointsText(level) })}
          </Text>
        )}
        {mayChange && level !== undefined && <LevelForm key={level} level={level} />}
      </Stack>
    </Panel>
  );
}

function LevelForm({ level }: { level: number | null }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const toast = useToast();
  const form = useForm<{ points: string }>({
    initialValues: { points: level === null ? '' : String(level) },
    validate: { points: useTypedPointsProblem() },
  });
  const set = useMutation(
    trpc.balance.setAlert.mutationOptions({
      onSuccess: (saved) => {
        client.setQueryData(trpc.balance.getAlert.queryKey({}), saved);
        toast(t('balanceAlert.saved'));
      },
    }),
  );
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ points }) => {
        const typed = readTypedPoints(points);
        if (typed.ok) set.mutate({ points: typed.points });
      })}
    >
      <Group align="flex-end" gap="sm">
        <PointsInput label={t('balanceAlert.label')} miw={200} {...form.getInputProps('points')} />
        <Button type="submit" variant="default" loading={set.isPending}>
          {t('balanceAlert.save')}
        </Button>
        {level !== null && (
          <Button
            variant="subtle"
            disabled={set.isPending}
            onClick={() => set.mutate({ points: null })}
          >
            {t('balanceAlert.turnOff')}
          </Button>
        )}
      </Group>
      <FormError error={set.error} />
    </form>
  );
}
