import { Text, Timeline } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { When } from './when';

/** What happened, oldest first, each with its time, who did it, and why. */
export function TimeLine({ events }: { events: readonly TimeLineEvent[] }) {
  const { t } = useTranslation();
  if (events.length === 0) return <Text c="dimmed">{t('timeLine.nothing')}</Text>;
  return (
    <Timeline active={events.length - 1} bulletSize={12} lineWidth={2}>
      {events.map((event) => (
        <Timeline.Item key={event.key} title={event.title} fz="sm">
          <Text size="sm" c="dimmed">
            <When at={event.at} />
            {event.by !== undefined && ` ${event.by}`}
          </Text>
          {event.more}
        </Timeline.Item>
      ))}
    </Timeline>
  );
}

export interface TimeLineEvent {
  key: string;
  at: string;
  title: string;
  /** “by Asha Rao” */
  by?: string;
  more?: ReactNode;
}
