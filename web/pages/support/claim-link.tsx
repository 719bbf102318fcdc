import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { ActButton } from './act-button';
import type { RewardActionProps } from './reward-actions';
import { useAfterAct } from './use-after-act';

/** Makes a link that support hands over, and shows it this once. */
export function ClaimLink({
  ticket,
  reward,
  disabledReason,
}: RewardActionProps & { disabledReason: string | undefined }) {
  const { t } = useTranslation();
  const { id } = ticket;
  const { name } = reward;
  const [url, setUrl] = useState<string>();
  const { onSuccess, onError } = useAfterAct(id);
  const make = useMutation(
    trpc.support.makeClaimLink.mutationOptions({
      onError,
      onSuccess: async (made) => {
        setUrl(made.url);
        await onSuccess(made.ticket);
      },
    }),
  );
  const close = () => {
    setUrl(undefined);
    make.reset();
  };
  return (
    <>
      <ActButton
        of={ticket}
        size="xs"
        variant="default"
        label={t('supportAct.claimLink')}
        sentence={t('supportAct.claimLinkSentence', { name })}
        disabledReason={disabledReason}
        act={(said) => make.mutateAsync({ ...said, rewardId: reward.id })}
      />
      <Modal
        opened={url !== undefined}
        onClose={close}
        // Neither a click beside it nor Escape may lose what is shown only once.
        withCloseButton={false}
        closeOnEscape={false}
        closeOnClickOutside={false}
        title={t('supportAct.claimLinkReady')}
      >
        <Stack>
          <Text>{t('supportAct.claimLinkOnce', { name })}</Text>
          <TextInput
            readOnly
            label={t('supportAct.claimLinkLabel', { name })}
            value={url ?? ''}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Group justify="flex-end" gap="xs">
            <CopyButton value={url ?? ''}>
              {({ copied, copy }) => (
                <Button data-autofocus onClick={copy}>
                  {t(copied ? 'supportAct.copied' : 'supportAct.copy')}
                </Button>
              )}
            </CopyButton>
            <Button variant="default" onClick={close}>
              {t('supportAct.done')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
