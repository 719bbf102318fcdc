import { Group, Radio, SegmentedControl, Stack, Text } from '@mantine/core';
import { TimeInput } from '@mantine/dates';
import { useTranslation } from 'react-i18next';
import { DayInput } from '../../design/day-input';
import { dayAhead, MOST_DAYS_AHEAD } from '../../design/zoned-time';
import { useFormat } from '../../texts/use-format';
import { type Choices, problemOfWhen } from './choices';

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
  const { t } = useTranslation();
  const { timeZone } = useFormat();
  const { when, day, time } = choices;
  const problem = problemOfWhen(choices, timeZone);
  return (
    <Group align="flex-start" grow>
      <DayInput
        label={t('sendChoices.day')}
        value={day}
        minDate={dayAhead(0, timeZone) ?? ''}
        maxDate={dayAhead(MOST_DAYS_AHEAD, timeZone) ?? ''}
        onChange={(value) => onChange({ day: value })}
        error={
          // What has passed is said at once: nobody means it.
          problem === 'over'
            ? t('zonedTime.over')
            : showsErrors && problem === 'dayMissing' && t('sendChoices.dayMissing')
        }
      />
      {when === 'time' && (
        <TimeInput
          label={t('sendChoices.clock')}
          value={time}
          onChange={(event) => onChange({ time: event.currentTarget.value })}
          error={showsErrors && problem === 'timeMissing' && t('sendChoices.timeMissing')}
        />
      )}
    </Group>
  );
}
