import { Group, Stack, Text } from '@mantine/core';
import { DateInput, TimeInput } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { useTranslation } from 'react-i18next';
import { localeOf } from '../../texts/format';
import { useFormat } from '../../texts/use-format';
import { readTypedDay, showTypedDay, wallTimeOf } from './zoned-time';

/** A day and a time of day as clocks show them in the company's zone. */
export interface ZonedTime {
  /** `2026-12-24`; null while none is chosen. */
  day: string | null;
  /** `09:00` */
  time: string;
}

/** Day and time of something that is to happen, typed or chosen, in the company's zone. */
export function ZonedTimeInput({ value, onChange, error }: ZonedTimeInputProps) {
  const { t, i18n } = useTranslation();
  const { timeZone } = useFormat();
  const locale = localeOf(i18n.language, navigator.languages);
  const today = wallTimeOf(new Date(), timeZone).day ?? undefined;
  const lastDay = wallTimeOf(new Date(Date.now() + YEAR_MILLISECONDS), timeZone).day ?? undefined;
  return (
    <Stack gap={4}>
      <Group grow align="flex-start">
        <DateInput
          label={t('zonedTime.day')}
          valueFormat={(day) => showTypedDay(day, locale)}
          dateParser={(text) => readTypedDay(text, locale)}
          {...(today !== undefined && { minDate: today })}
          {...(lastDay !== undefined && { maxDate: lastDay })}
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

/** As far ahead as anything can be planned. */
const YEAR_MILLISECONDS = 365 * 86_400_000;
