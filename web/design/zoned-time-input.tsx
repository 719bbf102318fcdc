import { Group, Stack, Text } from '@mantine/core';
import { TimeInput } from '@mantine/dates';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../texts/use-format';
import { DayInput } from './day-input';
import { dayAhead, MOST_DAYS_AHEAD } from './zoned-time';

/** A day and a time of day as clocks show them in the company's zone. */
export interface ZonedTime {
  /** `2026-12-24`; null while none is chosen. */
  day: string | null;
  /** `09:00` */
  time: string;
}

/** Day and time of something that is to happen, typed or chosen, in the company's zone. */
export function ZonedTimeInput({ value, onChange, error }: ZonedTimeInputProps) {
  const { t } = useTranslation();
  const { timeZone } = useFormat();
  return (
    <Stack gap={4}>
      <Group grow align="flex-start">
        <DayInput
          label={t('zonedTime.day')}
          minDate={dayAhead(0, timeZone) ?? ''}
          maxDate={dayAhead(MOST_DAYS_AHEAD, timeZone) ?? ''}
          value={value.day}
          onChange={(day) => onChange({ ...value, day })}
          error={error}
        />
        <TimeInput
          label={t('zonedTime.time')}
          value={value.time}
          onChange={(event) => onChange({ ...value, time: event.currentTarget.value })}
        />
      </Group>
      <Text size="sm" c="dimmed">
        {t('zonedTime.zone', { zone: timeZone })}
      </Text>
    </Stack>
  );
}

interface ZonedTimeInputProps {
  value: ZonedTime;
  onChange: (value: ZonedTime) => void;
  error?: string | undefined;
}
