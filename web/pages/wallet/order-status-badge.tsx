import { useTranslation } from 'react-i18next';
import type { OrderStatus } from '../../../domain/order-states';
import { StatusBadge, type Tone } from '../../design/status-badge';

export function OrderStatusBadge({ status }: { status: OrderStatus }) {
  const { t } = useTranslation();
  return <StatusBadge tone={tones[status]}>{t(`orderStatus.${status}`)}</StatusBadge>;
}

const tones: Record<OrderStatus, Tone> = {
  placed: 'busy',
  cancelling: 'waiting',
  dispatched: 'busy',
  attempt_failed: 'bad',
  returning: 'waiting',
  delivered: 'good',
  returned: 'quiet',
  cancelled: 'quiet',
};
