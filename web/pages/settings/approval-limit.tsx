import { Button, Group, Stack, Switch, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { errorOfForm, showFieldErrors } from '../../design/field-errors';
import { FormError } from '../../design/form-error';
import { usePointsText } from '../../design/points';
import { useToast } from '../../design/use-toast';
import { useMay } from '../../shell/navigation';
import { PointsInput, useTypedPointsProblem } from '../balance/points-input';
import { readTypedPoints } from '../balance/typed-points';
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
  const problemOf = useTypedPointsProblem();
  const form = useForm<{ isOn: boolean; points: string }>({
    initialValues: { isOn: limit !== null, points: limit === null ? '' : String(limit) },
    validate: {
      points: (text, { isOn }) => {
        if (!isOn || isEverySend(text)) return null;
        const typed = readTypedPoints(text);
        const isTooSmall = !typed.ok && typed.problem === 'too_small';
        return isTooSmall ? t('companySettings.approvalMissing') : problemOf(text);
      },
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
      onSubmit={form.onSubmit(({ isOn, points: text }) => {
        const typed = readTypedPoints(text);
        if (!isOn) save.mutate({ points: null });
        else if (isEverySend(text)) save.mutate({ points: 0 });
        else if (typed.ok) save.mutate({ points: typed.points });
      })}
    >
      <Stack maw={440}>
        <Switch
          label={t('companySettings.approvalSwitch')}
          {...form.getInputProps('isOn', { type: 'checkbox' })}
        />
        {form.values.isOn && (
          <PointsInput
            label={t('companySettings.approvalLevel')}
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

/** Unlike points that move, a limit may be none. */
function isEverySend(text: string): boolean {
  return text.trim() === '0';
}
