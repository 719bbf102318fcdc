import { Button, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormError } from '../../../design/form-error';
import { focusedFirst } from './focused-first';
import { StepButtons } from './step-buttons';
import { useRun } from '../use-run';

/** A question with its possible answers, each with what it means, and one of them chosen. */
export function StepOptions<Value extends string>({
  label,
  options,
  onBack,
  onDecide,
}: StepOptionsProps<Value>) {
  const { t } = useTranslation();
  const [value, setValue] = useState(options.find(({ isDisabled }) => !isDisabled)?.value);
  const { run, isWorking, error } = useRun();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (value !== undefined) run(() => onDecide(value));
      }}
    >
      <Radio.Group
        label={label}
        labelProps={{ fz: 'md', fw: 400, mb: 'md' }}
        value={value ?? null}
        onChange={setValue}
      >
        <Stack gap="md">
          {options.map((option) => (
            <Radio
              key={option.value}
              value={option.value}
              label={option.label}
              description={option.hint}
              disabled={option.isDisabled === true}
              {...focusedFirst(option.value === value)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <FormError error={error} />
      <StepButtons onBack={onBack}>
        <Button type="submit" loading={isWorking}>
          {t('sendReview.goOn')}
        </Button>
      </StepButtons>
    </form>
  );
}

export interface StepOptionsProps<Value extends string> {
  label: string;
  options: readonly { value: Value; label: string; hint: string; isDisabled?: boolean }[];
  onBack: () => void;
  onDecide: (value: Value) => Promise<void>;
}
