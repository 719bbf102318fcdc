import { useTranslation } from 'react-i18next';
import type { Review } from './review';
import { StepOptions } from './step-options';
import { useNames } from './use-names';

/** Rule R4: who has no account is seen before anything is sent, and what happens then is chosen. */
export function UnregisteredStep({ review, onBack, onDecide }: UnregisteredStepProps) {
  const { t } = useTranslation();
  const names = useNames();
  const { counts, unregisteredNames } = review;
  const count = counts.registered + counts.invited;
  return (
    <StepOptions
      label={t('sendReview.unregistered', { count, names: names(unregisteredNames, count) })}
      options={[
        { value: 'invite', label: t('sendReview.invite'), hint: t('sendReview.inviteHint') },
        { value: 'register', label: t('sendReview.register'), hint: t('sendReview.registerHint') },
        {
          value: 'remove',
          label: t('sendReview.leaveOut', { count }),
          hint: t('sendReview.leaveOutHint'),
        },
      ]}
      {...{ onBack, onDecide }}
    />
  );
}

interface UnregisteredStepProps {
  review: Review;
  onBack: () => void;
  onDecide: (choice: 'register' | 'invite' | 'remove') => Promise<void>;
}
