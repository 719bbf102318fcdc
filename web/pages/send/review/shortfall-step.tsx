import { useTranslation } from 'react-i18next';
import { usePointsText } from '../../../design/points';
import { useMay } from '../../../shell/navigation';
import type { Review } from './review';
import { StepOptions } from './step-options';
import { useNames } from './use-names';

/** Rule R6: a short balance is said before anything is sent, with what can be done about it. */
export function ShortfallStep({ review, onBack, onDecide }: ShortfallStepProps) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const names = useNames();
  const mayRecharge = useMay('balance.recharge');
  const missing = pointsText(review.shortfall);
  const removed = review.suggestedRemovals;
  const isPossible = removed.length > 0 && removed.length < review.people;
  return (
    <StepOptions
      label={t('sendReview.shortfall', {
        missing,
        required: pointsText(review.points),
        balance: pointsText(review.balance),
      })}
      options={[
        { value: 'wait', label: t('sendReview.wait'), hint: t('sendReview.waitHint') },
        {
          value: 'recharge',
          label: t('sendReview.recharge'),
          hint: mayRecharge
            ? t('sendReview.rechargeHint', { missing })
            : t('sendReview.rechargeForbidden'),
          isDisabled: !mayRecharge,
        },
        ...(isPossible
          ? [
              {
                value: 'remove' as const,
                label: t('sendReview.removeRows', { count: removed.length }),
                hint: t('sendReview.removeHint', {
                  names: names(
                    removed.map(({ name }) => name),
                    removed.length,
                  ),
                }),
              },
            ]
          : []),
      ]}
      {...{ onBack, onDecide }}
    />
  );
}

interface ShortfallStepProps {
  review: Review;
  onBack: () => void;
  onDecide: (choice: 'wait' | 'recharge' | 'remove') => Promise<void>;
}
