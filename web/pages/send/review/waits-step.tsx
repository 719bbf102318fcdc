import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePointsText } from '../../../design/points';
import type { Recharge } from './review-dialog';
import { focusedFirst } from './focused-first';
import { StepButtons } from './step-buttons';

/** The send is accepted and waits; next is the invoice. */
export function WaitsStep({ recharge, distributionId, onSent }: WaitsStepProps) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const { id, points, invoiceNumber } = recharge;
  return (
    <>
      <Text>
        {t('sendReview.waits', { number: invoiceNumber ?? '', points: pointsText(points) })}
      </Text>
      <StepButtons>
        <Button variant="default" onClick={() => onSent(distributionId)}>
          {t('sendReview.watch')}
        </Button>
        <Button
          {...focusedFirst(true)}
          renderRoot={(props) => <Link to={`/balance/recharges/${id}`} {...props} />}
        >
          {t('sendReview.openInvoice')}
        </Button>
      </StepButtons>
    </>
  );
}

interface WaitsStepProps {
  recharge: Recharge;
  distributionId: string;
  onSent: (distributionId: string) => void;
}
