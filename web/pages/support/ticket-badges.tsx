import { useTranslation } from 'react-i18next';
import { StatusBadge, type Tone } from '../../design/status-badge';
import type { TicketPriority, TicketState } from '../../../domain/tickets';
import type { OrderStatus } from '../../../domain/order-states';

export function TicketStateBadge({ state }: { state: TicketState }) {
  const { t } = useTranslation();
  return <StatusBadge tone={stateTones[state]}>{t(`supportWords.states.${state}`)}</StatusBadge>;
}

export function PriorityBadge({ priority }: { priority: TicketPriority }) {
  const { t } = useTranslation();
  return (
    <StatusBadge tone={priorityTones[priority]}>
      {t(`supportWords.priorities.${priority}`)}
    </StatusBadge>
  );
}

export function OrderStatusBadge({ status }: { status: OrderStatus }) {
  const { t } = useTranslation();
  return <StatusBadge tone={orderTones[status]}>{t(`supportOrder.states.${status}`)}</StatusBadge>;
}

const stateTones: Record<TicketState, Tone> = {
  open: 'busy',
  waiting_for_customer: 'waiting',
  resolved: 'good',
};

const priorityTones: Record<TicketPriority, Tone> = {
  low: 'quiet',
  normal: 'quiet',
  high: 'waiting',
  urgent: 'bad',
};

const orderTones: Record<OrderStatus, Tone> = {
  placed: 'busy',
  cancelling: 'waiting',
  dispatched: 'busy',
  attempt_failed: 'bad',
  returning: 'waiting',
  delivered: 'good',
  returned: 'quiet',
  cancelled: 'quiet',
};
