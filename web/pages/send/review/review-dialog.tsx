import { Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftConfirmation } from '../../../../contracts/drafts';
import type { Outputs } from '../../../client/trpc';
import type { Choices } from '../choices';
import { ConfirmStep } from './confirm-step';
import { nextStep, type Decisions, type Distribution, type Review, UNDECIDED } from './review';
import { ShortfallStep } from './shortfall-step';
import { StepButtons } from './step-buttons';
import { UnregisteredStep } from './unregistered-step';
import { WaitsStep } from './waits-step';

/**
 * What stands between "Review and send" and the send, one question at a time: who is not registered,
 * whether the points are there, and what exactly will happen. Nothing is sent before the last.
 */
export function ReviewDialog({ review, choices, actions, onClose }: ReviewDialogProps) {
  const { t } = useTranslation();
  const [decisions, setDecisions] = useState<Decisions>(UNDECIDED);
  const [waiting, setWaiting] = useState<{ recharge: Recharge; distributionId: string }>();
  const step = waiting === undefined ? nextStep(review, decisions, choices) : 'waits';
  const titles = {
    nothing: t('sendReview.nothingTitle'),
    unregistered: t('sendReview.unregisteredTitle'),
    shortfall: t('sendReview.shortfallTitle'),
    confirm: t(choices.when === 'now' ? 'sendReview.confirmTitle' : 'sendReview.confirmTitleLater'),
    waits: t('sendReview.waitsTitle'),
  };
  return (
    <Modal
      opened
      size="lg"
      // A name without a blank is broken, not cut.
      styles={{ body: { overflowWrap: 'anywhere' } }}
      // With the send on its way there is nothing to go back to.
      onClose={waiting === undefined ? onClose : () => actions.onSent(waiting.distributionId)}
      title={titles[step]}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      {step === 'nothing' && (
        <>
          <Text>{t('sendReview.nothing')}</Text>
          <StepButtons onBack={onClose} />
        </>
      )}
      {step === 'unregistered' && (
        <UnregisteredStep
          review={review}
          onBack={onClose}
          onDecide={async (choice) => {
            await actions.onUnregistered(choice);
            if (choice !== 'remove') setDecisions({ ...decisions, isUnregisteredDecided: true });
          }}
        />
      )}
      {step === 'shortfall' && (
        <ShortfallStep
          review={review}
          onBack={onClose}
          onDecide={async (choice) => {
            if (choice === 'remove') await actions.onRemoveSuggested();
            else setDecisions({ ...decisions, funds: choice });
          }}
        />
      )}
      {step === 'confirm' && (
        <ConfirmStep
          {...{ review, choices, decisions, actions }}
          onBack={onClose}
          onWaits={(recharge, distributionId) => setWaiting({ recharge, distributionId })}
        />
      )}
      {waiting !== undefined && <WaitsStep {...waiting} onSent={actions.onSent} />}
    </Modal>
  );
}

export type Recharge = Outputs['recharges']['request'];

interface ReviewDialogProps {
  review: Review;
  choices: Choices;
  actions: ReviewActions;
  onClose: () => void;
}

/** What the form, or the page of a file, does when it is decided. What they throw is shown. */
export interface ReviewActions {
  onUnregistered: (choice: 'register' | 'invite' | 'remove') => Promise<void>;
  onRemoveSuggested: () => Promise<void>;
  onSend: (asked: {
    ifInsufficient: 'fail' | 'wait';
    confirm: readonly DraftConfirmation[];
  }) => Promise<Distribution>;
  /** It is accepted: leave for its page. */
  onSent: (distributionId: string) => void;
  /** The same for a repeated request for the same points, so that there is one invoice. */
  rechargeKey: string;
  /** Sends as a new intent what was sent under another. */
  onNewKey?: () => void;
}
