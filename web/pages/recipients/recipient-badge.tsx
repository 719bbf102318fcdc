import { useTranslation } from 'react-i18next';
import type { RecipientStatus } from '../../../contracts/recipients';
import { StatusBadge, type Tone } from '../../design/status-badge';

export function RecipientBadge({ status }: { status: RecipientStatus }) {
  const { t } = useTranslation();
  return <StatusBadge tone={tones[status]}>{t(`recipientStatus.${status}`)}</StatusBadge>;
}

const tones: Record<RecipientStatus, Tone> = {
  active: 'good',
  not_activated: 'busy',
  invited: 'waiting',
};
