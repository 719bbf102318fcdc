import { Group, Stack, Text } from '@mantine/core';
import { TimeInput } from '@mantine/dates';
import type { KeyboardEvent } from 'react';
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
          onKeyDown={leaveTabToBrowser}
        />
      </Group>
      <Text size="sm" c="dimmed">
        {t('zonedTime.zone', { zone: timeZone })}
      </Text>
    </Stack>
  );
}

/**
 * Tab goes through the hours and minutes of a field of time before it leaves it, so Mantine's focus trap
 * looks a moment later where it went, and takes who has pressed Tab once more by then back a step: onto
 * "Cancel". It need not look: buttons follow in every dialog.
 */
function leaveTabToBrowser(event: KeyboardEvent): void {
  if (event.key === 'Tab') event.stopPropagation();
}

interface ZonedTimeInputProps {
  value: ZonedTime;
  onChange: (value: ZonedTime) => void;
  error?: string | undefined;
}
