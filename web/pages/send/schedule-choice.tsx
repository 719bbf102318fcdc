import { Group, Radio, SegmentedControl, Stack, Text } from '@mantine/core';
import { DateInput, DatesProvider, TimeInput } from '@mantine/dates';
import '@mantine/dates/styles.css';
import 'dayjs/locale/de';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../texts/use-format';
import { type Choices, readDay } from './choices';

/** Now, at a time in the company's zone, or in the morning of each person; and when points are taken. */
export function ScheduleChoice({ choices, onChange, showsErrors }: ScheduleChoiceProps) {
  const { t } = useTranslation();
  const { timeZone: zone } = useFormat();
  const { when } = choices;
  return (
    <Stack gap="sm">
      <SegmentedControl
        fullWidth
        aria-label={t('sendChoices.when')}
        value={when}
        onChange={(value) => onChange({ when: value })}
        data={(['now', 'time', 'morning'] as const).map((value) => ({
          value,
          label: t(`sendChoices.${value}`),
        }))}
      />
      <Text size="sm" c="dimmed">
        {t(`sendChoices.${when}Hint`, { zone })}
      </Text>
      {when !== 'now' && (
        <>
          <DayAndTime {...{ choices, onChange, showsErrors }} />
          <Radio.Group
            label={t('sendChoices.takeFunds')}
            value={choices.takeFunds}
            onChange={(value) => onChange({ takeFunds: value === 'now' ? 'now' : 'at_send' })}
          >
            <Stack gap="xs" mt="xs">
              <Radio
                value="now"
                label={t('sendChoices.holdNow')}
                description={t('sendChoices.holdNowHint')}
              />
              <Radio
                value="at_send"
                label={t('sendChoices.atSend')}
                description={t('sendChoices.atSendHint')}
              />
            </Stack>
          </Radio.Group>
        </>
      )}
    </Stack>
  );
}

interface ScheduleChoiceProps {
  choices: Choices;
  onChange: (change: Partial<Choices>) => void;
  /** After one has tried to go on. */
  showsErrors: boolean;
}

function DayAndTime({ choices, onChange, showsErrors }: ScheduleChoiceProps) {
  const { t, i18n } = useTranslation();
  const { timeZone } = useFormat();
  const [{ today, inAYear }] = useState(() => {
    const now = Date.now();
    return { today: dayIn(timeZone, now), inAYear: dayIn(timeZone, now + YEAR_MILLISECONDS) };
  });
  const { when, day, time } = choices;
  return (
    <DatesProvider settings={{ locale: i18n.language }}>
      <Group align="flex-start" grow>
        <DateInput
          label={t('sendChoices.day')}
          valueFormat="D MMM YYYY"
          value={day}
          minDate={today}
          maxDate={inAYear}
          onChange={(value) => onChange({ day: value })}
          error={showsErrors && day === null && t('sendChoices.dayMissing')}
          previousLabel={t('sendChoices.previousMonth')}
          nextLabel={t('sendChoices.nextMonth')}
          dateParser={readDay}
        />
        {when === 'time' && (
          <TimeInput
            label={t('sendChoices.clock')}
            value={time}
            onChange={(event) => onChange({ time: event.currentTarget.value })}
            error={showsErrors && time === '' && t('sendChoices.timeMissing')}
          />
        )}
      </Group>
    </DatesProvider>
  );
}

const YEAR_MILLISECONDS = 365 * 86_400_000;

/** `2026-12-24`, as the calendar shows it there. */
function dayIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at);
}
