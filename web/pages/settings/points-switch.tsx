import { Button, Group, Stack, Switch } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { errorOfForm } from '../../design/field-errors';
import { FormError } from '../../design/form-error';
import { PointsInput } from '../balance/points-input';

/** A setting that is off, or a number of points as it is typed. */
interface PointsSwitchValues {
  isOn: boolean;
  points: string;
}

export type PointsSwitchForm = UseFormReturnType<PointsSwitchValues>;

/** @param problemOf what is wrong with the points, when it is on; null for nothing. */
export function usePointsSwitch(
  points: number | null,
  problemOf: (text: string) => string | null,
): PointsSwitchForm {
  return useForm<PointsSwitchValues>({
    initialValues: { isOn: points !== null, points: points === null ? '' : String(points) },
    validate: { points: (text, { isOn }) => (isOn ? problemOf(text) : null) },
  });
}

/** The switch, the field that it opens, and the button that saves: null when it is off. */
export function PointsSwitch({ form, switchLabel, pointsLabel, save, onSave }: PointsSwitchProps) {
  const { t } = useTranslation();
  return (
    <form noValidate onSubmit={form.onSubmit(({ isOn, points }) => onSave(isOn ? points : null))}>
      <Stack maw={440}>
        <Switch label={switchLabel} {...form.getInputProps('isOn', { type: 'checkbox' })} />
        {form.values.isOn && <PointsInput label={pointsLabel} {...form.getInputProps('points')} />}
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

interface PointsSwitchProps {
  form: PointsSwitchForm;
  switchLabel: string;
  pointsLabel: string;
  save: { error: Parameters<typeof errorOfForm>[0]; isPending: boolean };
  onSave: (points: string | null) => void;
}
