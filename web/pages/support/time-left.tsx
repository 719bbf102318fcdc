import { useTranslation } from 'react-i18next';
import { StatusBadge, type Tone } from '../../design/status-badge';
import { useNow } from '../../design/use-now';
import { useFormat } from '../../texts/use-format';
import type { SupportTicketSummary } from './support-types';

/** How long the promised first answer may still take, in words and in colour. */
export function TimeLeft({ ticket }: { ticket: ClockOfTicket }) {
  const { t } = useTranslation();
  const spanText = useSpanText();
  const now = useNow();
  const { answerDueAt, firstAnsweredAt, breachedAt, resolvedAt, pausedAt, warnedAt } = ticket;
  if (resolvedAt !== null)
    return <StatusBadge tone="quiet">{t('supportTime.resolved')}</StatusBadge>;
  if (answerDueAt === null) {
    if (pausedAt !== null && firstAnsweredAt === null) {
      return <StatusBadge tone="quiet">{t('supportTime.paused')}</StatusBadge>;
    }
    const text = t(breachedAt === null ? 'supportTime.answered' : 'supportTime.missed');
    return <StatusBadge tone={breachedAt === null ? 'good' : 'quiet'}>{text}</StatusBadge>;
  }
  const leftMilliseconds = new Date(answerDueAt).getTime() - now;
  const time = spanText(Math.abs(leftMilliseconds));
  if (leftMilliseconds < 0) {
    return <StatusBadge tone="bad">{t('supportTime.overdue', { time })}</StatusBadge>;
  }
  const isClose = warnedAt !== null || leftMilliseconds < CLOSE_MILLISECONDS;
  const tone: Tone = isClose ? 'waiting' : 'quiet';
  return <StatusBadge tone={tone}>{t('supportTime.left', { time })}</StatusBadge>;
}

type ClockOfTicket = Pick<
  SupportTicketSummary,
  'answerDueAt' | 'firstAnsweredAt' | 'breachedAt' | 'resolvedAt' | 'pausedAt' | 'warnedAt'
>;

/** Half a shift: what is due within it must be begun. */
const CLOSE_MILLISECONDS = 4 * 3_600_000;

/** `3 h 20 min` */
function useSpanText(): (milliseconds: number) => string {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (milliseconds) => {
    const all = Math.floor(milliseconds / 60_000);
    const hours = Math.floor(all / 60);
    const minutes = number(all % 60);
    if (hours === 0) return t('supportTime.minutes', { minutes });
    if (hours < 48) return t('supportTime.hours', { hours: number(hours), minutes });
    const days = Math.floor(hours / 24);
    return t('supportTime.days', { count: days, number: number(days) });
  };
}
