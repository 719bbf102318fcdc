import { Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { useToast } from '../../design/use-toast';
import type { RewardStatus } from '../../../domain/states';
import type { RewardWithTimeline } from './reward-page';

/** Corrects the address of a reward that nobody has claimed (rule R13). */
export function ChangeEmailButton({ reward }: { reward: RewardWithTimeline }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const toast = useToast();
  const { id, distributionId, email: before, name, status } = reward;
  const [email, setEmail] = useState(before);
  const [reason, setReason] = useState('');
  const texts = textsOf(status);
  const change = useMutation(
    trpc.rewards.changeEmail.mutationOptions({
      onSuccess: (changed) => {
        client.setQueryData(trpc.rewards.get.queryKey({ id }), changed);
        toast(t(texts.done, { email: changed.email }));
        return client.invalidateQueries(trpc.distributions.get.queryFilter({ id: distributionId }));
      },
      onError: () => client.invalidateQueries(trpc.rewards.get.queryFilter({ id })),
    }),
  );
  return (
    <ConfirmButton
      variant="default"
      label={t('reward.changeEmail')}
      sentence={t(texts.sentence, { name, email: before })}
      confirmLabel={t(texts.confirm)}
      disabledReason={isChangeable(status) ? undefined : t(`reward.noChange.${status}`)}
      isReady={email.trim() !== '' && email.trim() !== before}
      onConfirm={() => change.mutateAsync({ id, email: email.trim(), reason: reason.trim() })}
    >
      <TextInput
        type="email"
        autoComplete="off"
        label={t('reward.newEmail')}
        description={email.trim() === before ? t('reward.sameEmail') : undefined}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Textarea
        autosize
        minRows={2}
        maxLength={5_000}
        label={t('reward.why')}
        description={t('reward.whyHint')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ConfirmButton>
  );
}

/** What is planned is mailed when its time comes, everything else at once. */
function textsOf(status: RewardStatus) {
  return status === 'pending'
    ? ({
        sentence: 'reward.changePlannedSentence',
        confirm: 'reward.changePlanned',
        done: 'reward.changePlannedDone',
      } as const)
    : ({
        sentence: 'reward.changeEmailSentence',
        confirm: 'reward.changeEmailConfirm',
        done: 'reward.changeEmailDone',
      } as const);
}

type Changeable = 'pending' | 'awaiting_registration' | 'email_failed';

/** As db/change-address.ts decides for an admin; what is being sent it refuses. */
function isChangeable(status: RewardStatus): status is Changeable {
  return status === 'pending' || status === 'awaiting_registration' || status === 'email_failed';
}
