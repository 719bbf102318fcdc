import { useTranslation } from 'react-i18next';

/** An action of the audit in words; one that is newer than this page, by its code. */
export function useActionText(): (action: string) => string {
  const { t } = useTranslation();
  return (action) => {
    const known = actions.find((each) => each === action);
    return known === undefined ? action : t(`supportWords.actions.${known}`);
  };
}

/** As api/support and api/support-orders record them. */
const actions = [
  'answer',
  'note',
  'assign',
  'set_priority',
  'wait_for_customer',
  'resolve',
  'reopen',
  'retry_now',
  'correct_address',
  'make_claim_link',
  'request_reversal',
  'reject_reversal',
  'reverse_points',
  'correct_order_address',
  'mark_order_delivered',
  'mark_order_returned',
  'mark_order_lost',
  'resend_order_mail',
] as const;
