import { Alert, Anchor, Button, Checkbox, List, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftConfirmation } from '../../../../contracts/drafts';
import { toRefusalView } from '../../../client/refusal';
import { trpc } from '../../../client/trpc';
import { FormError } from '../../../design/form-error';
import { usePointsText } from '../../../design/points';
import type { Choices } from '../choices';
import { type Decisions, ifInsufficientOf, type Review } from './review';
import type { Recharge, ReviewActions } from './review-dialog';
import { focusedFirst } from './focused-first';
import { StepButtons } from './step-buttons';
import { useRun } from '../use-run';
import { useWhatHappens } from './use-what-happens';

/** Says exactly what will happen, and does it. */
export function ConfirmStep(props: ConfirmStepProps) {
  const { review, choices, decisions, actions, onBack, onWaits } = props;
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const { sentence, lines } = useWhatHappens(review, choices, decisions);
  const [confirmed, setConfirmed] = useState<readonly DraftConfirmation[]>([]);
  const { run, isWorking, error } = useRun();
  const client = useQueryClient();
  const recharge = useMutation(
    trpc.recharges.request.mutationOptions({
      trpc: { context: { idempotencyKey: `${actions.rechargeKey}/${review.shortfall}` } },
      onSuccess: () => client.invalidateQueries(trpc.recharges.list.pathFilter()),
    }),
  );
  const isUnconfirmed = review.toConfirm.some((code) => !confirmed.includes(code));
  const send = async () => {
    const requested =
      decisions.funds === 'recharge'
        ? await recharge.mutateAsync({ points: review.shortfall })
        : undefined;
    const ifInsufficient = ifInsufficientOf(decisions, choices);
    const { id } = await actions.onSend({ ifInsufficient, confirm: confirmed });
    if (requested === undefined) actions.onSent(id);
    else onWaits(requested, id);
  };
  const label =
    review.approvalLimit !== null
      ? 'sendReview.ask'
      : decisions.funds !== undefined
        ? 'sendReview.accept'
        : choices.when === 'now'
          ? 'sendReview.send'
          : 'sendReview.schedule';
  return (
    <Stack>
      <Text fw={550} fz="lg">
        {sentence}
      </Text>
      <List spacing={4}>
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      <Confirmations codes={review.toConfirm} {...{ confirmed, setConfirmed }} />
      <FormError error={error} />
      {error !== undefined && toRefusalView(error).code === 'idempotency_key_reused' && (
        <SentBefore onNewKey={actions.onNewKey} />
      )}
      <StepButtons onBack={onBack}>
        <Button
          {...focusedFirst(!isUnconfirmed)}
          loading={isWorking}
          {...(isUnconfirmed && { 'aria-disabled': true, 'data-disabled': true })}
          title={isUnconfirmed ? t('sendReview.confirmFirst') : undefined}
          onClick={isUnconfirmed ? undefined : () => run(send)}
        >
          {t(label, { points: pointsText(review.points) })}
        </Button>
      </StepButtons>
    </Stack>
  );
}

interface ConfirmStepProps {
  review: Review;
  choices: Choices;
  decisions: Decisions;
  actions: ReviewActions;
  onBack: () => void;
  onWaits: (recharge: Recharge, distributionId: string) => void;
}

/** What is easily a mistake is confirmed by itself. */
function Confirmations({ codes, confirmed, setConfirmed }: ConfirmationsProps) {
  const { t } = useTranslation();
  if (codes.length === 0) return null;
  return (
    <Alert color="yellow" variant="light">
      <Stack gap="xs">
        {codes.map((code, index) => (
          <Checkbox
            key={code}
            {...focusedFirst(index === 0)}
            label={t(`sendReview.confirmation.${code}`)}
            checked={confirmed.includes(code)}
            onChange={({ currentTarget: { checked } }) =>
              setConfirmed(
                checked ? [...confirmed, code] : confirmed.filter((other) => other !== code),
              )
            }
          />
        ))}
      </Stack>
    </Alert>
  );
}

interface ConfirmationsProps {
  codes: readonly DraftConfirmation[];
  confirmed: readonly DraftConfirmation[];
  setConfirmed: (codes: readonly DraftConfirmation[]) => void;
}

/** An answer was lost, and the rows were changed since: only a person knows what is meant. */
function SentBefore({ onNewKey }: { onNewKey: ReviewActions['onNewKey'] }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" align="flex-start">
      <Anchor size="sm" renderRoot={(props) => <Link to="/distributions" {...props} />}>
        {t('sendForm.sentBefore')}
      </Anchor>
      {onNewKey && (
        <Button variant="default" size="xs" onClick={onNewKey}>
          {t('sendForm.sendAsNew')}
        </Button>
      )}
    </Stack>
  );
}
