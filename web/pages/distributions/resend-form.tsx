import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../texts/use-format';
import { instantOf, tomorrowMorning } from '../../design/zoned-time';
import { ZonedTimeInput, type ZonedTime } from '../../design/zoned-time-input';

/** When mails are sent once more: now, or at a time. */
export function useResendTime(): ResendTime {
  const { timeZone } = useFormat();
  const [isLater, setIsLater] = useState(false);
  const [chosen, setChosen] = useState<ZonedTime>(() => tomorrowMorning(timeZone));
  const instant = instantOf(chosen, timeZone);
  return {
    ...{ isLater, setIsLater, chosen, setChosen },
    isReady: !isLater || instant !== undefined,
    at: isLater ? instant?.toISOString() : undefined,
  };
}

interface ResendTime {
  isLater: boolean;
  setIsLater: (isLater: boolean) => void;
  chosen: ZonedTime;
  setChosen: (chosen: ZonedTime) => void;
  isReady: boolean;
  /** Undefined for now. */
  at: string | undefined;
}

export function ResendTimeInput({ when }: { when: ResendTime }) {
  const { t } = useTranslation();
  const { isLater, setIsLater, chosen, setChosen, isReady } = when;
  return (
    <Stack gap="sm">
      <Radio.Group
        label={t('resend.when')}
        value={isLater ? 'later' : 'now'}
        onChange={(value) => setIsLater(value === 'later')}
      >
        <Stack gap={6} mt={6}>
          <Radio value="now" label={t('resend.now')} />
          <Radio value="later" label={t('resend.later')} />
        </Stack>
      </Radio.Group>
      {isLater && (
        <ZonedTimeInput
          value={chosen}
          onChange={setChosen}
          error={isReady ? undefined : t('zonedTime.over')}
        />
      )}
    </Stack>
  );
}
