import { useTranslation } from 'react-i18next';
import { parseSendTime } from '../../../../domain/send-time';
import { usePointsText } from '../../../design/points';
import { useFormat } from '../../../texts/use-format';
import { useCampaignName } from '../campaign-choice';
import type { Choices } from '../choices';
import { type Decisions, type Review, takesLater } from './review';
import { useNames } from './use-names';

/** The sentence that is confirmed, and below it what becomes of whom, of the points and of the mail. */
export function useWhatHappens(
  review: Review,
  choices: Choices,
  decisions: Decisions,
): { sentence: string; lines: string[] } {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const names = useNames();
  const campaign = useCampaignName(choices.campaignId);
  const when = useWhenText(review, choices, decisions);
  const money = useMoneyText(review, choices, decisions);
  const { people: count, points, counts, approvalLimit } = review;
  const groups = (['credited', 'registered', 'invited'] as const).filter((key) => counts[key] > 0);
  const failing = names(review.failingNames, counts.failing);
  return {
    sentence: t('sendReview.sentence', { count, points: pointsText(points), when }),
    lines: [
      ...(approvalLimit === null
        ? []
        : [t('sendReview.needsApproval', { points: pointsText(approvalLimit) })]),
      ...groups.map((group) => t(`sendReview.${group}`, { count: counts[group] })),
      ...(counts.failing > 0
        ? [t('sendReview.failing', { count: counts.failing, names: failing })]
        : []),
      ...money,
      campaign === undefined ? t('sendReview.byPlain') : t('sendReview.byCampaign', { campaign }),
    ],
  };
}

function useWhenText(
  { approvalLimit }: Review,
  { when, day, time }: Choices,
  { funds }: Decisions,
): string {
  const { t } = useTranslation();
  const format = useFormat();
  const zone = format.timeZone;
  if (when === 'now' && approvalLimit !== null) return t('sendReview.whenApproved');
  if (when === 'now') return t(funds === undefined ? 'sendReview.whenNow' : 'sendReview.whenFunds');
  const at = parseSendTime(`${day ?? ''}T${when === 'morning' ? '12:00' : time}`, zone);
  // A time that is none does not come so far: the form has refused it.
  if (!at.ok) return '';
  const shown = new Date(at.atMilliseconds);
  if (when === 'morning') return t('sendReview.whenMorning', { day: format.day(shown) });
  return t('sendReview.whenTime', { time: format.time(shown), zone });
}

function useMoneyText(review: Review, choices: Choices, decisions: Decisions): string[] {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const { balance, points, shortfall, approvalLimit } = review;
  if (takesLater(choices)) {
    return shortfall > 0
      ? [t('sendReview.takenThenShort', { points: pointsText(shortfall) })]
      : [t('sendReview.takenThen', { points: pointsText(balance) })];
  }
  if (decisions.funds === undefined) {
    const isAtOnce = choices.when === 'now' && approvalLimit === null;
    const key = isAtOnce ? 'sendReview.remains' : 'sendReview.heldNow';
    return [t(key, { points: pointsText(balance - points) })];
  }
  return [
    t('sendReview.takenWhenFunded', { points: pointsText(balance) }),
    ...(decisions.funds === 'recharge'
      ? [t('sendReview.invoiced', { points: pointsText(shortfall) })]
      : []),
  ];
}
