import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { attemptReasons } from '../../../domain/order-states';
import { TimeLine } from '../../design/time-line';
import type { Order } from './order-page';

type Event = Order['timeline'][number];

/** What happened to the parcel, with each delivery attempt; what only support acts on is left out. */
export function OrderEvents({ order }: { order: Order }) {
  const { t } = useTranslation();
  const events = order.timeline.flatMap(({ event, attempt, reason, at }, index) => {
    const known = shown.find((each) => each === event);
    if (known === undefined) return [];
    const title =
      known === 'attempt_failed'
        ? t('order.attempt', { attempt: attempt ?? 1 })
        : t(`order.events.${known}`);
    return [{ key: `${index}`, at, title, more: <Why event={event} reason={reason} /> }];
  });
  return <TimeLine events={events} />;
}

const shown = [
  'placed',
  'handed_over',
  'dispatched',
  'attempt_failed',
  'delivered',
  'returned',
  'lost',
  'cancel_requested',
  'cancelled',
  'address_changed',
  'address_taken',
  'address_not_taken',
] as const satisfies readonly Event['event'][];

function Why({ event, reason }: Pick<Event, 'event' | 'reason'>) {
  const { t } = useTranslation();
  const known = attemptReasons.find((each) => each === reason);
  if (event !== 'attempt_failed' || known === undefined) return null;
  return <Text size="sm">{t(`order.attemptReasons.${known}`)}</Text>;
}
