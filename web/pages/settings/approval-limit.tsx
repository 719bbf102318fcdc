import { Button, Group, NumberInput, Stack, Switch, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { errorOfForm, showFieldErrors } from '../../design/field-errors';
import { FormError } from '../../design/form-error';
import { usePointsText } from '../../design/points';
import { useToast } from '../../design/use-toast';
import { useMay } from '../../shell/navigation';
import { Section } from './section';

/** Above how many points a send waits for another pair of eyes; owners change it, admins see it. */
export function ApprovalLimit({ limit }: { limit: number | null }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const mayChange = useMay('approvals.change');
  return (
    <Section title={t('companySettings.approvalTitle')} intro={t('companySettings.approvalHint')}>
      {mayChange ? (
        <LimitForm limit={limit} />
      ) : (
        <Text size="sm">
          {limit === null
            ? t('companySettings.approvalOff')
            : t('companySettings.approvalOn', { points: pointsText(limit) })}{' '}
          {t('companySettings.approvalOwners')}
        </Text>
      )}
    </Section>
  );
}

function LimitForm({ limit }: { limit: number | null }) {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const form = useForm<{ isOn: boolean; points: number | string }>({
    initialValues: { isOn: limit !== null, points: limit ?? '' },
    validate: {
      points: (value, { isOn }) =>
        isOn && !(typeof value === 'number' && value >= 0)
          ? t('companySettings.approvalMissing')
          : null,
    },
  });
  const save = useMutation(
    trpc.company.setApprovalLimit.mutationOptions({
      onSuccess: () => {
        toast(t('settings.saved'));
        return client.invalidateQueries(trpc.auth.whoAmI.queryFilter());
      },
      onError: (error) => showFieldErrors(form, error),
    }),
  );
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ isOn, points }) =>
        save.mutate({ points: isOn ? Number(points) : null }),
      )}
    >
      <Stack maw={440}>
        <Switch
          label={t('companySettings.approvalSwitch')}
          {...form.getInputProps('isOn', { type: 'checkbox' })}
        />
        {form.values.isOn && (
          <NumberInput
            label={t('companySettings.approvalLevel')}
            min={0}
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
