import { useTranslation } from 'react-i18next';
import type { Outputs } from '../../client/trpc';
import { StatusBadge, type Tone } from '../../design/status-badge';

type RechargeStatus = Outputs['recharges']['get']['status'];

export function RechargeStatusBadge({ status }: { status: RechargeStatus }) {
  const { t } = useTranslation();
  return <StatusBadge tone={tones[status]}>{t(`rechargeStatus.${status}`)}</StatusBadge>;
}

const tones: Record<RechargeStatus, Tone> = {
  awaiting_payment: 'waiting',
  paid: 'good',
  cancelled: 'quiet',
  expired: 'bad',
};
